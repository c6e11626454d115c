// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { LogMessages } from './log-zh.ts'

export const logEn: LogMessages = {
  title: 'Transparency log',
  lead: 'Whenever this node does something that must leave a trace, it leaves a fingerprint here (a SHA-256 hash). The log can only grow: whoever changes or removes an entry, the operator included, is found out by anybody. Everything below is computed by your own browser; the node is not taken at its word.',
  missing:
    'The log has no such file. Perhaps this node does not keep the log, or it has just changed: fetch the newest checkpoint and try again.',
  empty: 'The log has no entry yet.',
  nothingProven: 'The checkpoint is not proven, so nothing is drawn below. Look at the keys.',
  keysNote:
    'The keys that this node publishes, and those of its witnesses, are filled in; in a dispute with this very node, take them from elsewhere.',
  fetched_one: 'Only {{count}} file was fetched for this, {{bytes}}.',
  fetched_other: 'Only {{count}} files were fetched for this, {{bytes}} in all.',
  unknownKind: 'This page does not know the kind yet.',
  checkpoint: {
    title: 'The newest checkpoint',
    entries_one: 'entry',
    entries_other: 'entries',
    root: 'Root fingerprint',
    origin: 'Origin',
    newest: 'Newest entry',
    timeNote:
      'A checkpoint has no time of its own. This one is in the number of the newest entry: by the node’s clock, and fixed once it is written.',
    checked: 'What your browser found',
    refresh: 'Fetch the newest',
    save: 'Save the checkpoint',
    saveHint: 'Do keep it: with it you can find out later whether the log has changed its past.',
  },
  witnesses: {
    title: 'Witnesses',
    lead: 'A witness keeps checkpoints of its own and signs only what grows. This is what the node says of them; whether their signatures hold is said above.',
    seen: 'has seen {{size}} entries, {{at}}',
    unseen: 'has seen nothing since the node started',
    met: 'What the node asks of witnesses ({{quorum}}) is met.',
    unmet: 'What the node asks of witnesses ({{quorum}}) is not met.',
    problem: {
      WITNESS_AWAY: 'away',
      WITNESS_REFUSES: 'refuses to sign',
      WITNESS_WRONG: 'answers wrongly',
      WITNESS_AHEAD: 'says it has seen a larger log',
    },
  },
  handovers: 'Download the hand-overs of keys',
  tree: {
    title: 'The whole tree',
    lead: 'Two fingerprints at a time become the one above them, up to the one at the top: the root that the checkpoint signs. One byte changed in any entry gives another root. Open a block to look inside; choose an entry to see its proof.',
    label: 'The tree of the log, with {{count}} blocks at its foot that can be opened',
    open: 'Open {{what}}, {{count}} entries',
    choose: 'Choose entry {{what}}',
    crumbs: 'Where in the tree',
    whole: 'The whole tree',
    up: 'Up: {{what}}',
    here: 'You are looking at {{what}}',
    signed: 'The fingerprints in the drawing lead, level by level, to the root that the checkpoint signs.',
    unsigned:
      'The fingerprints in the drawing do not lead to the signed root: the node hands out wrong tiles. Keep the checkpoint as evidence.',
  },
  entry: {
    title: 'An entry and its proof',
    lead: 'To show that an entry is in the log, nobody needs what the others say: a few fingerprints are enough.',
    number: 'Number of the entry (0–{{last}})',
    before: 'Before',
    next: 'Next',
    newest: 'Newest',
    proven: 'Entry {{index}} is among the {{size}} that were signed.',
    refused: 'Entry {{index}} does not lead to the root that was signed.',
    kind: 'Kind',
    at: 'Written at',
    commitment: 'Commits to',
    noContent:
      'An entry has no name, no number and no content, only a fingerprint. Who holds the document can show that it is meant; from the fingerprint nobody can read it.',
    bytes: 'The entry, byte for byte',
    strange: 'Entry {{index}}',
    save: 'Save entry and proof',
    verify: 'Check offline',
  },
  past: {
    title: 'Then and now',
    lead: 'Has the log changed its past? The entries of an older checkpoint must stand unchanged at the beginning of the log of today. Paste a checkpoint that you have kept, or choose a size to look at.',
    kept: 'The checkpoint you kept',
    keptPlaceholder: 'Paste the whole file here',
    keptNote: 'It is checked in your browser and sent to nobody. One kept by a witness will do as well.',
    number: 'Size of then (1–{{last}})',
    proven: 'The {{older}} entries of then are the beginning of the {{size}} of now: only growth, no change.',
    same: 'The same size as the newest checkpoint, and the same root.',
    refused:
      'It is not shown that the {{older}} entries of then are the beginning of the {{size}} of now. Keep both checkpoints as evidence.',
    rootThen: 'By the log of today, the root of {{older}} entries was',
    rootNote:
      'You have shown no older checkpoint, so this says only that the log of today agrees with itself. A checkpoint kept since then shows that the node signed this very root.',
    larger:
      'Your checkpoint has {{kept}} entries, and the node shows only {{size}}. Fetch the newest and try again; if it stays so, the log has lost entries, and your checkpoint is the evidence.',
    other: 'This is the checkpoint of another log ({{origin}}).',
  },
  kindsTitle: 'Kinds of entries',
  kindsLead: 'An entry says what kind of act it was, its number, and what it commits to.',
  kindsAmong: '{{number}} of the newest {{of}}',
  kinds: {
    'batch.receipt': [
      'Batch receipt',
      'A furnisher has sent a batch and the node has signed a receipt: it commits to the whole receipt, whose root commits to every row.',
    ],
    'batch.replacement': [
      'Replacement of a period',
      'A batch replaces a whole period, and records that are no longer in it are withdrawn: it commits to the scope and the outcome.',
    ],
    'catalogue.version': [
      'Catalogue version',
      'The node works by a version of the catalogue from now on: it commits to all of it.',
    ],
    'subjects.linked': [
      'Subjects linked',
      'Two numbers were found to be of one subject: it commits to the decision and its ground.',
    ],
    'subjects.parted': ['Subjects parted', 'A link was ended: it commits to the decision and its ground.'],
    'quarantine.released': [
      'Doubtful row released',
      'Two officers have released a doubtful row: it commits to the proposal, the confirmation and the ground.',
    ],
    'quarantine.emptied': [
      'Quarantine emptied',
      'Rows whose term in quarantine was over were removed: it commits to which.',
    ],
    'record.deleted': [
      'Record deleted',
      'A record was deleted by law: the content is gone, that it was deleted stays.',
    ],
    'inquiries.kept': [
      'A group of inquiries',
      'Some inquiries, refused ones too, were written down together before they were answered: it commits to the root over the group, by which each can be proven alone.',
    ],
    'access.keeper-admitted': [
      'Keeper of accounts admitted',
      'Two operators admitted the keeper of a body’s accounts: it commits to the act and to the numbers of who took part.',
    ],
    'key.made': ['Key made', 'The first signing key of the node: it commits to the key.'],
    'key.handed-over': [
      'Key handed over',
      'The name of the node goes from an old key to a new one, and both sign the statement: it commits to the whole statement.',
    ],
    'key.retired': ['Key retired', 'From here on the old key signs nothing more: it commits to which.'],
  },
}

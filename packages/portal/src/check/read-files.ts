// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** A name with its folders, so that the parts of a log are known by where they lie. */
export type NamedFile = { readonly name: string; readonly file: File }
export type ReadFile =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly trouble: 'too-large' | 'unreadable' }

/** What a page can hold at once; a file of any size is checked by the command. */
export const FILE_BYTES_MAX = 268_435_456

export function filesOfInput(list: FileList | null): NamedFile[] {
  return [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }))
}

/** What was dropped, folders with everything in them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  // Taken at once: the list is empty as soon as the event is over.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry())
  const files = [...transfer.files]
  const read = await Promise.all(
    entries.map(async (entry, at) => {
      const file = files[at]
      if (entry?.isDirectory) return filesOfFolder(entry as FileSystemDirectoryEntry)
      return file ? [{ name: file.name, file }] : []
    }),
  )
  return read.flat()
}

async function filesOfFolder(folder: FileSystemDirectoryEntry): Promise<NamedFile[]> {
  const reader = folder.createReader()
  const found: NamedFile[] = []
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((settle, fail) => reader.readEntries(settle, fail))
    if (entries.length === 0) return found
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesOfFolder(entry as FileSystemDirectoryEntry)))
      else
        found.push({
          name: entry.fullPath.replace(/^\//, ''),
          file: await fileOf(entry as FileSystemFileEntry),
        })
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((settle, fail) => entry.file(settle, fail))
}

export async function readFile({ name, file }: NamedFile): Promise<ReadFile> {
  if (file.size > FILE_BYTES_MAX) return { name, trouble: 'too-large' }
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // Gone, locked or forbidden since it was chosen: the reader knows which file it was.
    return { name, trouble: 'unreadable' }
  }
}

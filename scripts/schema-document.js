// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// The schema as the database's own catalogs have it, in one order whatever the migrations' order was.

const ours = `not exists (select 1 from pg_depend d where d.objid = %.oid and d.deptype = 'e')`
const here = `'public'::regnamespace`

const statements = {
  extensions: `select format('create extension %I;', extname) as line from pg_extension where extname <> 'plpgsql' order by extname`,
  functions: `
    select proname as name, pg_get_functiondef(p.oid) as definition, obj_description(p.oid, 'pg_proc') as comment,
      p.oid::regprocedure::text as signature, proacl::text as grants
    from pg_proc p where pronamespace = ${here} and ${ours.replace('%', 'p')} order by signature`,
  relations: `
    select c.oid::integer as oid, relname as name, relkind as kind, obj_description(c.oid, 'pg_class') as comment,
      case when relkind = 'v' then pg_get_viewdef(c.oid, true) end as definition
    from pg_class c where relnamespace = ${here} and relkind in ('r', 'v', 'm', 'p', 'S') order by relname`,
  columns: `
    select attrelid::integer as oid, attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull",
      pg_get_expr(d.adbin, d.adrelid) as "default", col_description(attrelid, attnum) as comment
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum
    where c.relnamespace = ${here} and attnum > 0 and not attisdropped order by attrelid, attnum`,
  constraints: `
    select conrelid::integer as oid, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where connamespace = ${here} and conrelid <> 0 and contype <> 'n'
    order by array_position('{p,u,x,f,c}'::"char"[], contype), conname`,
  indexes: `
    select indrelid::integer as oid, pg_get_indexdef(indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = ${here} and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
    order by c.relname`,
  triggers: `
    select tgrelid::integer as oid, pg_get_triggerdef(oid) as definition from pg_trigger
    where not tgisinternal order by tgname`,
  grants: `
    select c.oid::integer as oid, r.rolname as role,
      string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges
    from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
    where c.relnamespace = ${here} and a.grantee <> c.relowner group by c.oid, r.rolname order by r.rolname`,
  executors: `
    select p.oid::regprocedure::text as signature, coalesce(r.rolname, 'public') as role
    from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    left join pg_roles r on r.oid = a.grantee
    where pronamespace = ${here} and ${ours.replace('%', 'p')} and a.grantee <> p.proowner order by role`,
}

/**
 * @param query runs a statement on a migrated database and gives its rows
 * @returns {Promise<string>} the text of sql/schema.sql
 */
export async function schemaDocument(query) {
  const found = {}
  for (const [name, sql] of Object.entries(statements)) found[name] = await query(sql)
  const parts = [
    '-- SPDX-License-Identifier: Apache-2.0',
    '-- SPDX-FileCopyrightText: The Probity authors',
    '',
    '-- Written by scripts/dump-schema.js from a migrated database; not run by anything. It shows a reviewer what the',
    '-- migrations add up to.',
    '',
    ...found.extensions.map(({ line }) => line),
    ...found.functions.map((one) => functionText(one, found)),
    ...found.relations.map((one) => (one.kind === 'r' ? tableText(one, found) : otherText(one, found))),
  ]
  return `${parts.join('\n').replace(/[ \t]+$/gm, '')}\n`
}

function functionText({ definition, comment, signature }, { executors }) {
  const roles = executors.filter((one) => one.signature === signature).map((one) => one.role)
  return [
    '',
    `${definition.trim()};`,
    `revoke all on function ${signature} from public;`,
    ...roles.map((role) => `grant execute on function ${signature} to ${role};`),
    commentText(`function ${signature}`, comment),
  ].join('\n')
}

function tableText(table, found) {
  const of = (rows) => rows.filter(({ oid }) => oid === table.oid)
  const columns = of(found.columns).map(
    (column) =>
      `  ${column.name} ${column.type}${column.notNull ? ' not null' : ''}${column.default === null ? '' : ` default ${column.default}`}`,
  )
  const constraints = of(found.constraints).map(
    ({ name, definition }) => `  constraint ${name} ${definition}`,
  )
  return [
    '',
    `create table ${table.name} (\n${[...columns, ...constraints].join(',\n')}\n);`,
    ...of(found.indexes).map(({ definition }) => `${definition};`),
    ...of(found.triggers).map(({ definition }) => `${definition};`),
    ...tail('table', table, found),
  ].join('\n')
}

function otherText(relation, found) {
  const kind = { v: 'view', m: 'materialized view', S: 'sequence', p: 'partitioned table' }[relation.kind]
  const body = relation.definition === null ? ';' : ` as\n${relation.definition}`
  return ['', `create ${kind} ${relation.name}${body}`, ...tail(kind, relation, found)].join('\n')
}

function tail(kind, relation, { grants, columns }) {
  const own = ({ oid }) => oid === relation.oid
  return [
    ...grants
      .filter(own)
      .map(({ role, privileges }) => `grant ${privileges} on ${relation.name} to ${role};`),
    commentText(`${kind} ${relation.name}`, relation.comment),
    ...columns
      .filter(own)
      .filter(({ comment }) => comment !== null)
      .map(({ name, comment }) => commentText(`column ${relation.name}.${name}`, comment)),
  ]
}

function commentText(what, comment) {
  return comment === null
    ? `-- no comment on ${what}`
    : `comment on ${what} is '${comment.replaceAll("'", "''")}';`
}

// The reference of the inventory, made from its JSON Schema. Run alone it says whether docs/inventory.md is up to date.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

/** As prettier leaves it, so that the page stands the lint of the repository. */
const formatted = async (text) => format(text, { ...(await resolveConfig(fileURLToPath(import.meta.url))), parser: 'markdown' });

const HEAD = `# Inventory: every key

The inventory is one YAML file that says what should be. This page is made from inventory/schema.json by \`npm run schema\`.

The shortest inventory is

\`\`\`yaml
cluster: fams
hosts: [192.168.1.1, 192.168.1.2, 192.168.1.3]
\`\`\`

- A host may override \`connection\`, \`ssh\`, \`paths\`, \`java\` and the sections of the components; what it does not name it inherits.
- \`config:\` takes any key of the component's own configuration file. A key that the version does not know is an error with the nearest
  name; \`allowUnknown: [KEY]\` in the same section lets it pass. Keys that fams-ops writes itself are refused, with what decides them.
- Configuration values reach the file as they are typed. Versions are text: write \`"2.10"\`, because YAML reads 2.10 as 2.1.
- \`<home>\` below stands for \`paths.home\` of the host.
- No secret ever stands in an inventory: \`passwordEnv\` and \`passphraseEnv\` name environment variables.
- Editors that know JSON Schema complete and check keys when the file names the schema, relative to itself, in a comment:
  \`# yaml-language-server: $schema=schema.json\`.
`;

/** The whole page. */
export function inventoryReference(schema) {
  return formatted(page(schema));
}

function page(schema) {
  const { hosts, topics, ...rest } = schema.properties;
  const topicKeys = Object.entries(topics.items.properties);
  const host = hosts.items.anyOf.find((form) => form.type === 'object');
  const sections = Object.entries(rest).filter(([, one]) => one.properties?.config !== undefined);
  const general = Object.entries(rest).filter(([, one]) => one.properties?.config === undefined);
  return [
    HEAD,
    '## The whole cluster\n',
    table(rows(general, schema.required)),
    '\n## hosts\n',
    `${hosts.description} A mapping may have these keys:\n`,
    table(rows(Object.entries(host.properties), host.required, new Set(sections.map(([name]) => name)))),
    `\nThe sections ${sections.map(([name]) => `\`${name}\``).join(' and ')} may stand in a host as well, with what differs there.`,
    ...sections.flatMap(([name, one]) => sectionOf(name, one)),
    '\n## topics\n',
    `${topics.description} Each has these keys:\n`,
    table(rows(topicKeys, topics.items.required, new Set(['config']))),
    ...configOf('topics[].config', topics.items.properties.config, ''),
    '',
  ].join('\n');
}

function sectionOf(name, section) {
  const { config, ...others } = section.properties;
  const more = ' Without a default here, what the rendered file says holds ("fams-ops render"), else what the software itself defaults to.';
  return [`\n## ${name}\n`, table(rows(Object.entries(others))), ...configOf(`${name}.config`, config, more)];
}

function configOf(title, config, more) {
  const keys = Object.entries(config.properties).map(([key, one]) => [code(key), typeOf(one), fallback(one)]);
  const defaults = keys.some(([, , value]) => value !== '');
  const body = defaults ? [['key', 'value', 'default'], ...keys] : [['key', 'value'], ...keys.map(([key, value]) => [key, value])];
  return [`\n### ${title}\n`, `${config.description}${more}\n`, table(body)];
}

/** One row for each key that holds a value; a mapping of keys gives a row for each of them. */
function rows(entries, required = [], left = new Set()) {
  const flat = (prefix, list, must) =>
    list
      .filter(([name]) => prefix !== '' || !left.has(name))
      .flatMap(([name, one]) => {
        const key = `${prefix}${name}`;
        if (one.properties !== undefined) return flat(`${key}.`, Object.entries(one.properties), one.required ?? []);
        return [[code(key), typeOf(one), must.includes(name) ? 'required' : fallback(one), textOf(one)]];
      });
  return [['key', 'value', 'default', 'meaning'], ...flat('', entries, required)];
}

function table([head, ...body]) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

const code = (text) => `\`${text}\``;
const textOf = (one) => one.description ?? (one.anyOf ?? []).map((form) => form.description).find((text) => text !== undefined) ?? '';

function fallback(one) {
  const value = one.default;
  if (value === undefined) return '';
  return value === '' ? 'empty' : code(typeof value === 'string' ? value : JSON.stringify(value));
}

/** In a few words, with the range. */
function typeOf(one) {
  if (one.anyOf !== undefined) return [...new Set(one.anyOf.map(typeOf))].join(' or ');
  if (one.enum !== undefined) return one.enum.includes(true) ? 'true or false' : one.enum.map((value) => code(String(value))).join(', ');
  const [type] = [one.type].flat();
  const { minimum: least, maximum: most } = one;
  const range = [least === undefined ? '' : ` from ${least}`, most === undefined || most >= 2 ** 31 - 1 ? '' : ` to ${most}`].join('');
  return (
    { integer: `whole number${range}`, number: `number${range}`, string: 'text', array: 'list', null: 'null', object: 'mapping' }[type] ??
    'any'
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (path) => readFile(new URL(path, import.meta.url), 'utf8');
  const wanted = await inventoryReference(JSON.parse(await read('../inventory/schema.json')));
  if ((await read('../docs/inventory.md')) !== wanted) {
    process.stderr.write('docs/inventory.md is not what inventory/schema.json says: run "npm run schema".\n');
    process.exitCode = 1;
  }
}

// Pure: fills the ${holes} of a template. A hole without a value and a value without a hole are both errors.
// In the template of a shell script a hole looks like a variable, so its own variables are written without braces.
const HOLE = /\$\{([a-zA-Z][a-zA-Z0-9.]*)\}/g;

/** Values go in as they are: encoding them for the syntax of the template is the caller's part. */
export function fillHoles(template: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const filled = template.replace(HOLE, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`template: no value for \${${name}}`);
    used.add(name);
    return value;
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`template: no hole for ${unused.join(', ')}`);
  return filled;
}

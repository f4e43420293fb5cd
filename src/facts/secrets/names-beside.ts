/** Names of variables that hold the name of a user or a database. */
const holder = /(?:USER(?:_?NAME)?|LOGIN|DB|DATABASE|DB_?NAME|DATABASE_NAME)(?:_\d+)?$/i;

/** The users and databases that other variables name, which passwords are often called after. */
export function namesBeside(
  settings: Iterable<{ readonly name: string; readonly value?: string | undefined }>,
): string[] {
  const names: string[] = [];
  for (const { name, value = "" } of settings)
    if (holder.test(name) && /^[\w.-]{2,60}$/.test(value) && names.length < maxNames) names.push(value);
  return names;
}

const maxNames = 50;

/** Service, and image without its registry, namespace and tag. */
export function namesOf({
  name,
  image,
}: {
  readonly name: string;
  readonly image?: { readonly value: string };
}): string[] {
  const last = image?.value.slice(image.value.lastIndexOf("/") + 1).split(/[:@]/, 1)[0];
  return [name, ...(last === undefined || last === "" ? [] : [last])];
}

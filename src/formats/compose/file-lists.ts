/** Lists of Compose files that a text lays over each other: `docker compose -f a.yml -f b.yml`, `COMPOSE_FILE=a.yml:b.yml`; as they are written, each with two or more. */
export function composeFileLists(text: string): readonly (readonly string[])[] {
  if (!/compose/i.test(text)) return [];
  return text
    .replaceAll(/\\\r?\n/g, " ")
    .split("\n")
    .flatMap((line) => [...ofOptions(line), ...ofVariable(line)])
    .filter((files) => files.length > 1);
}

/** Of one line: no more is looked at than a person would write. */
const maxWords = 200;

function ofOptions(line: string): readonly (readonly string[])[] {
  if (!/compose\s/.test(line)) return [];
  const words = line.split(/[\s"'`,[\]]+/).slice(0, maxWords);
  const lists: string[][] = [];
  let current: string[] | undefined;
  for (const [at, word] of words.entries()) {
    if (/(?:^|[-_/])compose$/.test(word)) lists.push((current = []));
    const value = /^(?:-f|--file)$/.test(word) ? words[at + 1] : /^--file=(.+)$/.exec(word)?.[1];
    if (value !== undefined) current?.push(value);
  }
  return lists;
}

function ofVariable(line: string): readonly (readonly string[])[] {
  const value = /\bCOMPOSE_FILE["']?\s{0,4}[:=]\s{0,4}["']?([^\s"']{1,1000})/.exec(line)?.[1];
  return value === undefined ? [] : [value.split(/[:;]/).filter((file) => file !== "")];
}

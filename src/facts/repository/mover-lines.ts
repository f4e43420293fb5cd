/** A line with a command that copies or prints files. */
export interface MoverLine {
  readonly start: number;
  readonly text: string;
  /** It copies folders, too. */
  readonly copies: boolean;
}

/** Start of a command: in a line, after another one, in a list item, in a make recipe. */
const begin = String.raw`(?:^|[;&|(\`"'{@]|\bRUN|\brun:|\bsudo|[$#>]|- )[ \t]{0,20}`;
const copiers = "cp|mv|rsync|scp|tar|zip|xcopy|robocopy|Copy-Item|Move-Item|git[ \t]{1,8}archive";
const copier = new RegExp(`${begin}(?:${copiers})\\s`, "i");
const mover = new RegExp(`${begin}(?:${copiers}|ln|cat|sed|awk|envsubst|m4|copy|type|Get-Content)\\s`, "i");
const anyMover =
  /\b(?:cp|mv|rsync|scp|tar|zip|x?copy|robocopy|copy-item|move-item|archive|ln|cat|sed|awk|envsubst|m4|type|get-content)\s/i;
const longest = 4_000;

export function moverLines(text: string): readonly MoverLine[] {
  if (!anyMover.test(text)) return [];
  const lines: MoverLine[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (line.length <= longest && mover.test(line)) lines.push({ start, text: line, copies: copier.test(line) });
    start += line.length + 1;
  }
  return lines;
}

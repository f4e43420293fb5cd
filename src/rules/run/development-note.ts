/** Characters of a text's beginning. */
const headLength = 2_000;
const forDevelopment = [
  /\bfor (?:local |test(?:ing)? (?:and|or|&) )?(?:dev|development|test|testing|ci)(?: (?:and|or|&) (?:dev|development|test|testing|ci))?(?: use| purposes?)? only\b/i,
  /\b(?:only|just|solely) (?:be )?(?:for|used for|used in|meant for|intended for) (?:local )?(?:dev|development|test|testing|tests|ci)\b/i,
  /\b(?:do not|don't|never|not to be|not be) (?:use|used|run|deploy|deployed) (?:this |it |as is )?(?:file |image |setup )?(?:in|for|to) production\b(?! (?:without|unless|until|before|if|as)\b)/i,
  /\bnot (?:be )?(?:meant|intended|suitable|suited|safe|ready|made) (?:for|to be used in|for use in) production\b/i,
];

/** Whether the comments that a text begins with say that it is for development alone. */
export function isForDevelopment(text: string): boolean {
  const lines = text.slice(0, headLength).split("\n");
  const end = lines.findIndex((line) => !/^\s*(?:#|\/\/|$|---)/.test(line));
  const note = lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^[\s#/]{1,20}/, ""))
    .join(" ");
  return note !== "" && forDevelopment.some((pattern) => pattern.test(note));
}

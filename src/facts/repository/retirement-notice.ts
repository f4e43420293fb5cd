const isReadmeName = /^readme(?:\.(?:md|markdown|rst|txt|adoc))?$/i;

/** Whether a path from the top of a repository is that of its README. */
export function isReadme(path: string): boolean {
  return isReadmeName.test(path);
}

/** Lines of a README in which a notice counts: below, it may be about a part. */
const noticeLines = 80;
const bannerLines = 30;
const retiredSubject =
  "repository|repo|project|image|package|fork|codebase|chart|tool|library|app|application|software";
const state = "archived|deprecated|unmaintained|abandoned|discontinued|retired|obsolete";
const sentence = new RegExp(
  `\\b(?:this|our) (?:[\\w./-]{1,40} ){0,3}?(?:${retiredSubject}) (?:(?:is|has|was|been|being|now|officially|currently|also|permanently|no|not|longer|actively) ){1,6}(?:${state}|maintained|developed|active|moved)\\b[^.]{0,80}`,
  "gi",
);
const banner = new RegExp(
  `^(?:(?:warning|note|important|notice|status)[:! -]{1,4})?(?:(?:this )?(?:${retiredSubject}) (?:is )?(?:now )?)?(?:${state}|no longer maintained|not maintained)[.! ]{0,4}$`,
  "i",
);
const title = new RegExp(`[[(](?:${state}|no longer maintained)[\\])]|^[\\s#*]{1,10}(?:${state}):`, "i");

/** Whether a README says in its first lines that no one works on its repository any more, or that the work went on elsewhere. */
export function isRetirementNotice(readme: string): boolean {
  const lines = readme.slice(0, 16_000).split("\n", noticeLines);
  const heading = lines.find((line) => /\w/.test(line) && !/^\s*(?:<|\[?!\[)/.test(line)) ?? "";
  if (/^\s*#/.test(heading) && title.test(heading.replaceAll(/\]\([^)\]]*\)/g, "]"))) return true;
  if (lines.slice(0, bannerLines).some((line) => !/^\s*(?:[-*+]|\d+\.) /.test(line) && banner.test(plain(line))))
    return true;
  return [...plain(lines.join("\n")).matchAll(sentence)].some(([words]) => saysSo(words));
}

/** Without marks of Markdown, reStructuredText and HTML, signs and pictures. */
function plain(text: string): string {
  return text
    .replaceAll(/<[^<>]*>|\]\([^)\]]*\)/g, " ")
    .replaceAll(/[^\w\s.,:!/'()-]|[_()]|(?<![\w/])-|-(?!\w)/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function saysSo(words: string): boolean {
  const isDenied = /\b(?:no longer|not)\b/i.test(words.replace(/\b(?:maintained|developed|active|moved)\b.*$/is, ""));
  // What someone else does not do says nothing of who does.
  if (/\b(?:maintained|developed|active)\b/i.test(words))
    return isDenied && !/\b(?:maintained|developed) (?:by|for|on)\b/i.test(words);
  const [, place] = words.split(/\bmoved (?:in)?to\b/i);
  if (place !== undefined) return !isDenied && /repo|\/|github|gitlab|codeberg|organi[sz]ation/i.test(place);
  if (/\bmoved\b/i.test(words)) return false;
  return !isDenied;
}

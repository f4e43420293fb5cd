const mostNames = 100;
const longestName = 120;

/**
 * Licenses that a `copyright` file names. In the machine-readable form (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/)
 * the first lines of the `License` fields of its header and `Files` paragraphs, as written (`GPL-2+ or MPL-2.0`); a license's own
 * paragraph only repeats the name. In any other text the files of `/usr/share/common-licenses` that it refers to (Debian Policy 12.5).
 * Sorted; at most 100.
 */
export function licensesOf(copyright: string): readonly string[] {
  const text = copyright.replaceAll("\r\n", "\n");
  const names = /^Format(?:-Specification)?:/im.test(text.slice(0, 4096)) ? machineReadable(text) : [];
  return [...new Set(names.length > 0 ? names : commonLicenses(text))].sort().slice(0, mostNames);
}

function machineReadable(text: string): readonly string[] {
  const ofFiles = new Set<string>();
  const ofLicenseParagraphs = new Set<string>();
  // Only the License fields are looked for: most of the text is license texts, in folded lines.
  let start = 0;
  let names = ofFiles;
  for (const { index, 1: value } of text.matchAll(/^License:[ \t]*(.*)$/gim)) {
    const between = text.slice(start, index);
    const paragraph = between.lastIndexOf("\n\n");
    // Without a blank line it is still the same paragraph.
    if (start === 0 || paragraph !== -1)
      names = /^(?:Files|Format(?:-Specification)?):/im.test(between.slice(paragraph + 1))
        ? ofFiles
        : ofLicenseParagraphs;
    start = index;
    const name = value?.trim().replace(/\s+/g, " ") ?? "";
    if (name !== "" && name.length <= longestName && names.size < mostNames) names.add(name);
  }
  return [...(ofFiles.size > 0 ? ofFiles : ofLicenseParagraphs)];
}

function commonLicenses(text: string): readonly string[] {
  // `.../GPL-2'.`: a full stop ends the sentence, not the name.
  const references = text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z0-9.+-]{0,40}[A-Za-z0-9+])/g);
  return references.map(([, name]) => name ?? "").toArray();
}

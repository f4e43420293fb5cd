// The words that this project does not use as names, and the turns of phrase that it does not write. `npm run check` and test/words.test.ts read them.

/** Participles, adverbs and pronouns: as the name of a type or of anything at the top of a module, or of a local that lives for more than `maxLines`. */
export const bareNames: ReadonlySet<string> = new Set(
  [
    "told said found given kept left seen shown named asked known made taken wanted held stated listed looked judged answered written",
    "declared recorded counted handed brought put meant met gone done placed picked chosen lived watched missing prepared",
    "own there here all one ones other others rest most least same such more less much before after beneath beside behind apart along",
    "around again anew afresh now then once already atonce briefly calm worse worst bare sure worth able alone together",
    "who whose what which how why whence where this that it they",
  ]
    .join(" ")
    .split(" "),
);

/** Two locals of one function that name both sides of a comparison. */
export const pairs: readonly (readonly [string, string])[] = [
  ["before", "after"],
  ["left", "right"],
  ["one", "other"],
];

/** Lines between the declaration of a local and its last use up to which any word names it. */
export const maxLines = 8;

/** What to look for, and what to write instead. Names of keys and rules that are contracts (`denyLicences`) match none of them. */
export const unwanted: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:is|are|was|were|be|been|and) told\b(?! (?:apart|to|not|what|where|how|which|one|from)\b)/giu,
    "is reported, is listed, says so",
  ],
  [/\b(?:tell|tells|told|telling) of\b/giu, "says, reports, mentions"],
  [/(?<!\bthere )(?<!original's )\b(?:is|are|was|were) none\b(?! of\b)/giu, "is not one, does not count"],
  [/\b(?:mend|mends|mended|mending)\b/giu, "fix"],
  [/\bnobody\b(?![:./])/giu, "no one, or say it in the passive"],
  [/\bsomebody\b/giu, "someone"],
  [/\b(?:for|by|to|from) who\b/giu, "for those who, for whoever"],
  [/\bflaws?\b/giu, "vulnerability"],
  [/(?<!software )\bbills?\b/giu, "SBOM"],
  [/\blicences?\b/giu, "license"],
  [/\banew\b/giu, "again"],
  [/\b(?:hold|holds|held|holding) (?:[\w']+ ){0,4}against\b/giu, "compare with"],
  [/\b(?:an|by|of) own\b/giu, "its own, our own"],
  [/\bfor ever\b/giu, "forever"],
];

/** Words that the field has other ones for, as parts of names. Keys of JSON and ids of rules are contracts, and stay. */
export const oldNames = /^(?:flaws?|bills?|mend(?:s|ed|ing)?|licences?)$/u;
/** Names that are contracts, and stay. */
export const contracts = new Set(
  // The last two are the rule `cleanup/denied-licence`, in the generated index.
  "licence licences denyLicences denied-licence flaws knownFlaws graveFlaws meanFlaws".split(" "),
);

/** What became of one file's mutants. Mutants of code that runs while a module is loaded are left out: they belong to no test. */
export interface Score {
  /** A test failed. */
  readonly killed: number;
  /** No test ended in time, which is as good. */
  readonly timeout: number;
  /** All tests that reach it passed. */
  readonly survived: number;
  /** No test reaches it. */
  readonly noCoverage: number;
  /** Percent of these that were noticed, cut to two decimals. */
  readonly score: number;
}

/** By path in the repository. */
export type Scores = Readonly<Record<string, Score>>;

export interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

export function scoreOf(mutants: readonly Mutant[]): Score {
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timeout, survived, noCoverage] = [
    count("Killed"),
    count("Timeout"),
    count("Survived"),
    count("NoCoverage"),
  ];
  const all = killed + timeout + survived + noCoverage;
  const score = all === 0 ? 100 : Math.floor(((killed + timeout) / all) * 10_000) / 100;
  return { killed, timeout, survived, noCoverage, score };
}

/** One line for each file that was measured and fell, or has no score yet. */
export function objections(before: Scores, measured: Scores): readonly string[] {
  return Object.entries(measured).flatMap(([file, { score }]) => {
    const known = new Map(Object.entries(before)).get(file)?.score;
    if (known === undefined) return [`${file}: ${score} %, and no score is kept for it (--update keeps it)`];
    return score < known ? [`${file}: ${score} %, which was ${known} %`] : [];
  });
}

/** What is kept from now on: the new numbers where the score did not fall, the old ones elsewhere. */
export function raised(before: Scores, measured: Scores): Scores {
  const scores = new Map(Object.entries(before));
  for (const [file, score] of Object.entries(measured))
    if (score.score >= (scores.get(file)?.score ?? 0)) scores.set(file, score);
  return Object.fromEntries([...scores].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

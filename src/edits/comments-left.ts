/** Whether an edited text keeps the comments in their order, except the ones to remove. */
export function areCommentsLeft(
  before: readonly string[],
  after: readonly string[],
  removals: readonly string[],
): boolean {
  const lostComments: string[] = [];
  let at = 0;
  for (const comment of before) {
    if (at < after.length && comment.trim() === after[at]?.trim()) at++;
    else lostComments.push(comment);
  }
  return at === after.length && sorted(lostComments) === sorted(removals);
}

function sorted(comments: readonly string[]): string {
  return JSON.stringify(comments.map((comment) => comment.trim()).toSorted());
}

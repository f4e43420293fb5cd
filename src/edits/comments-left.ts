/** Whether the comments of an edited text are those of before in their order, without those that were to go. */
export function areCommentsLeft(before: readonly string[], after: readonly string[], gone: readonly string[]): boolean {
  const missing: string[] = [];
  let at = 0;
  for (const comment of before) {
    if (at < after.length && comment.trim() === after[at]?.trim()) at++;
    else missing.push(comment);
  }
  return at === after.length && sorted(missing) === sorted(gone);
}

function sorted(comments: readonly string[]): string {
  return JSON.stringify(comments.map((one) => one.trim()).toSorted());
}

/**
 * Runs `action` for all items, at most `width` at a time, and returns the results in their order. The first error aborts the others by their signal
 * and is thrown once all have ended.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  action: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const stop = new AbortController();
  const either = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
  const results: R[] = [];
  let next = 0;
  let trouble: { readonly error: unknown } | undefined;
  async function work(): Promise<void> {
    for (let at = next++; at < items.length && trouble === undefined; at = next++) {
      try {
        results[at] = await action(items[at] as T, either);
      } catch (error) {
        trouble ??= { error };
        stop.abort(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  if (trouble !== undefined) throw trouble.error;
  return results;
}

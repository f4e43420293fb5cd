/** What the other files of a repository say of a Dockerfile's images, as far as their texts show. */
export interface RepositoryFact {
  /** Why a name in FROM, COPY --from or --mount=from may mean another image or folder than its text says; undefined where no file can say so. */
  readonly namedContexts: string | undefined;
  /** Why something outside the Dockerfile may be built FROM one of its stages or images. */
  readonly children: string | undefined;
  /** Why the Dockerfile may be built with another context folder than its own directory. */
  readonly otherContext: string | undefined;
  /** Why a container of the image may be given commands that use one of these words: programs or paths. */
  mention(words: readonly string[]): string | undefined;
}

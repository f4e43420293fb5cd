import type { RegistryOptions } from "../repository.ts";

/** Lists the repositories of a registry. Each way is one file of this folder. */
export interface RepositoryLister {
  readonly name: string;
  /** Names of all repositories, sorted. Throws `Failure` if the registry does not list them to this login. */
  list(host: string, options: RegistryOptions): Promise<readonly string[]>;
}

import { z } from "zod";
import type { RegistryClient } from "./client.ts";
import { readPages } from "./read-pages.ts";
import { parseReference } from "./reference.ts";
import type { RegistryOptions } from "./repository.ts";
import { askRepository } from "./repository.ts";

const page = z.object({
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? []),
});
/** All tags of an image's repository, sorted (OCI distribution-spec, "Listing Tags"). Throws `Failure` like `openRegistryImage`. */
export async function listTags(name: string, options: RegistryOptions = {}): Promise<readonly string[]> {
  const { result } = await askRepository(parseReference(name), options, (client) => readTags(client, options.signal));
  return result;
}

/** The same, of an endpoint. */
export function readTags(client: RegistryClient, signal: AbortSignal | undefined): Promise<readonly string[]> {
  return readPages(client, {
    path: "tags/list",
    subject: `list of tags of ${client.endpoint.repository}`,
    names: (document) => page.safeParse(document).data?.tags,
    signal,
  });
}

import { z } from "zod";
import { readPages } from "../read-pages.ts";
import { askRepository } from "../repository.ts";
import type { RepositoryLister } from "./lister.ts";

const page = z.object({
  repositories: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
});

/**
 * `/v2/_catalog` of CNCF distribution and many others; never part of the OCI specification, and paged by `Link` only where the registry sends
 * one. The folder of all repositories is asked, so the address is that of a repository called `.`.
 */
export default {
  name: "catalog",
  async list(host, options) {
    const { result } = await askRepository({ host, repository: "." }, options, (client) =>
      readPages(client, {
        path: "_catalog",
        subject: "catalog of repositories",
        names: (document) => page.safeParse(document).data?.repositories,
        signal: options.signal,
      }),
    );
    return result;
  },
} satisfies RepositoryLister;

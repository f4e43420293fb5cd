import { Failure } from "../../domain/failure.ts";
import { dropEmptyRegistry, readListings, recordRegistry } from "../../sources/fleet/record-sweep.ts";
import { listTags } from "../../sources/image/registry/list-tags.ts";
import type { Fleet } from "./fleet.ts";
import { listRegistries, registryOptions } from "./sweep.ts";
import type { FleetRegistry } from "./targets.ts";

/**
 * Adds registries, or renews their settings, and lists the new ones at once. Throws `Failure` (`bad-usage`) if the fleet has no registry or nothing
 * of a new one can be read: it has neither a list nor names, or refuses the login.
 */
export async function addRegistries(fleet: Fleet, registries: readonly FleetRegistry[]): Promise<void> {
  const { query } = fleet.database;
  const knownHosts = new Set((await readListings(query)).map(({ host }) => host));
  for (const { host, settings } of registries) await recordRegistry(query, host, settings);
  const added = registries.filter(({ host }) => !knownHosts.has(host));
  if (knownHosts.size + added.length === 0)
    throw new Failure("bad-usage", "no registry is named, and the fleet has none yet", {
      hint: "Name them (hullproof fleet up registry.example:5000), or list them under `fleet` in your own configuration.",
    });
  if (added.length === 0) return;
  try {
    await listRegistries(fleet);
    const listings = await readListings(query);
    for (const { host, settings } of added) {
      const listing = listings.find((one) => one.host === host);
      if (listing?.repositories === 0 && !listing.paused)
        throw new Failure("bad-usage", `nothing of ${host} can be read: ${listing.note ?? "no repository fits"}`, {
          hint: `Name its repositories (${host}/NAME), or log in: docker login ${host}`,
        });
      const [name] = settings.names;
      // One that is named has to be there for this login.
      if (name !== undefined && settings.patterns.length === 0)
        await listTags(`${host}/${name}`, registryOptions(fleet.context, undefined));
    }
  } catch (error) {
    // The next start is to say it again.
    for (const { host } of added) await dropEmptyRegistry(query, host);
    throw error;
  }
}

import type { AnonymousVolume, Restrictions, Tmpfs } from "../../domain/profile/restrictions.ts";

/** Writable paths in a read-only root. */
export type WritablePlace = Tmpfs | AnonymousVolume;

/** A read-only root with only these writable paths. */
export function withPlaces(restrictions: Restrictions, places: readonly WritablePlace[]): Restrictions {
  const { anonymousVolumes: _volumes, ...rest } = restrictions;
  const anonymousVolumes = places.filter((place): place is AnonymousVolume => !isTmpfs(place));
  const tmpfs = places.filter(isTmpfs);
  return { ...rest, readOnlyRootfs: true, tmpfs, ...(anonymousVolumes.length > 0 && { anonymousVolumes }) };
}

/** `tmpfs /run, /tmp, volume /srv/data` */
export function placesText(places: readonly WritablePlace[]): string {
  const of = (kind: string, some: readonly WritablePlace[]) =>
    some.length === 0 ? [] : [`${kind} ${some.map(({ path }) => path).join(", ")}`];
  return [
    ...of("tmpfs", places.filter(isTmpfs)),
    ...of(
      "volume",
      places.filter((place) => !isTmpfs(place)),
    ),
  ].join(", ");
}

export function isTmpfs(place: WritablePlace): place is Tmpfs {
  return "sizeBytes" in place;
}

import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "NuGet: global packages folder", inHomes(".nuget/packages", ".local/share/NuGet"), {
    safe: false,
    unless: "the program is started by `dotnet run` and not from its published folder",
  }),
];

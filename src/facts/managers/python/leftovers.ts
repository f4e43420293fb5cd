import { inHomes, place, type LeftoverPlace } from "../leftover-place.ts";

export const leftovers: readonly LeftoverPlace[] = [
  ...place("package-cache", "pip cache dir; uv cache dir; poetry config cache-dir; pipenv PIPENV_CACHE_DIR", [
    ...inHomes(".cache/pip", ".cache/uv", ".cache/pypoetry", ".cache/pipenv", ".cache/pip-tools"),
  ]),
  ...place(
    "package-cache",
    "conda info: package cache",
    ["/opt/conda/pkgs", ...inHomes(".conda/pkgs", "miniconda3/pkgs")],
    {
      safe: false,
      unless: "environments hold symbolic links instead of hard links into it (conda config allow_softlinks)",
    },
  ),
];

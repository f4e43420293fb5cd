import { dockerfilePeer } from "../peer.ts";

const ids = {
  text: "hadolint/DL3051",
  url: "hadolint/DL3052",
  rfc3339: "hadolint/DL3053",
  spdx: "hadolint/DL3054",
  "git-hash": "hadolint/DL3055",
  semver: "hadolint/DL3056",
  email: "hadolint/DL3058",
};

/** That a label is empty has a code of its own, beside that of its form. */
export default dockerfilePeer({
  rules: ["build/label-form"],
  ids: Object.values(ids),
  reports: ({ about: { label } }) =>
    Object.entries(ids).flatMap(([form, id]) =>
      form === label?.form || (form === "text" && label?.empty) ? [id] : [],
    ),
});

import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["cleanup/package-lists"],
  ids: ["hadolint/DL3009"],
  reports: ({ about: { paths = [] } }) => paths.includes("/var/lib/apt/lists"),
});

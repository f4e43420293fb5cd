import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["cleanup/package-lists"],
  ids: ["dockle/DKL-DI-0005"],
  reports: ({ about: { paths = [] } }) => paths.includes("/var/lib/apt/lists"),
});

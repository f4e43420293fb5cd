import { rightsPeer } from "../shared/rights-peer.ts";

export default rightsPeer({ all: "kubescape/C-0035", secrets: "kubescape/C-0015" });

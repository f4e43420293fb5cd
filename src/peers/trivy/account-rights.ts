import { rightsPeer } from "../shared/rights-peer.ts";

export default rightsPeer({ all: "trivy/KSV-0111", secrets: "trivy/KSV-0041" });

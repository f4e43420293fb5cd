import { rightsPeer } from "../shared/rights-peer.ts";

export default rightsPeer({ all: "kube-linter/cluster-admin-role-binding", secrets: "kube-linter/access-to-secrets" });

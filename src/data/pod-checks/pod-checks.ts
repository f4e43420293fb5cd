import { checkov } from "./checkov.ts";
import { kics } from "./kics.ts";
import { kubeLinter } from "./kube-linter.ts";
import { kubescape } from "./kubescape.ts";
import { kubesec } from "./kubesec.ts";
import { polaris } from "./polaris.ts";
import type { Row } from "./row.ts";
import { trivy } from "./trivy.ts";

interface PodChecks {
  /** Prefix of its ids. */
  readonly peer: string;
  readonly title: string;
  /** Source and date of reading. */
  readonly source: string;
  readonly rows: readonly Row[];
}

const read = "2026-11-28";

/** Pod checks of seven peers: the generated table lists for each the rule that covers it, why none does on purpose, or what is missing. */
export const podChecks: readonly PodChecks[] = [
  {
    peer: "kube-linter",
    title: "kube-linter",
    source: `stackrox/kube-linter 35de568, all checks of pkg/builtinchecks/yamls; ${read}`,
    rows: kubeLinter,
  },
  {
    peer: "trivy",
    title: "Trivy",
    source: `aquasecurity/trivy-checks 80e5382, checks/kubernetes without the control plane's own files and flags; ${read}`,
    rows: trivy,
  },
  {
    peer: "checkov",
    title: "Checkov",
    source: `bridgecrewio/checkov, checkov/kubernetes, CKV_K8S_1 to 49 without the control plane's own flags, in copies of August 2026; ${read}`,
    rows: checkov,
  },
  {
    peer: "kubescape",
    title: "Kubescape",
    source: `kubescape/regolibrary ce7ef32, controls on workloads, accounts and what they are given; not the control plane, the clouds, and copies of these controls for CIS; ${read}`,
    rows: kubescape,
  },
  {
    peer: "polaris",
    title: "Polaris",
    source: `FairwindsOps/polaris c0e23a2, all of pkg/config/checks; ${read}`,
    rows: polaris,
  },
  {
    peer: "kubesec",
    title: "Kubesec",
    source: `controlplaneio/kubesec, pkg/rules, in copies of August 2026; ${read}`,
    rows: kubesec,
  },
  {
    peer: "kics",
    title: "KICS, queries on Kubernetes",
    source: `Checkmarx/kics docs/queries/kubernetes-queries.md, the queries on workloads, by the beginning of their UUIDs; ${read}`,
    rows: kics,
  },
];

import { hostProbes } from "../../../facts/pod-security/checks/host-probes.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/probe-host",
  title: "Host set in a probe or lifecycle hook",
  why: "With a host in a probe or a lifecycle handler the kubelet sends the request to that address, from the node's network: whoever may create pods can so reach what only nodes reach. Without it the pod itself is asked, which is what a probe is for.",
  severity: "warning",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: [],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      livenessProbe:\n        httpGet:\n          host: 169.254.169.254\n          path: /\n          port: 80\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: example/web:1.4\n      livenessProbe:\n        httpGet:\n          path: /\n          port: 80\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(pods, hostProbes, (says) => `${says}, from the network of the node`);
  },
});

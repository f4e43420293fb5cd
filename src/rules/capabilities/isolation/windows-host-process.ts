import { windowsHostProcess } from "../../../facts/pod-security/checks/windows-host-process.ts";
import { podFindings } from "../../shared/pods.ts";
import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/windows-host-process",
  title: "Windows HostProcess container",
  why: "A HostProcess container of Windows is no container: it runs among the node's own processes, with the node's files and network. It is meant for programs that manage the node.",
  severity: "error",
  dialects: ["kubernetes"],
  needs: ["pods"],
  premise: { kind: "admission", level: "baseline" },
  fix: "none",
  also: ["trivy/KSV-0103", "polaris/hostProcess"],
  examples: [
    {
      kind: "manifest",
      bad: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    windowsOptions:\n      hostProcess: true\n      runAsUserName: NT AUTHORITY\\\\SYSTEM\n  hostNetwork: true\n  containers:\n    - name: web\n      image: example/web:1.4\n",
      good: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    windowsOptions:\n      runAsUserName: ContainerUser\n  containers:\n    - name: web\n      image: example/web:1.4\n",
    },
  ],
  *check({ pods }) {
    yield* podFindings(pods, windowsHostProcess, (says) => `${says}: it runs among the processes of the node`);
  },
});

import type { Json } from "./pods-beyond.ts";

/** Of a pod and of its container. */
export const beyond: Json = {
  appArmorProfile: { type: "Unconfined" },
  seLinuxOptions: { type: "spc_t", user: "system_u", role: "system_r", level: "s0:c1" },
  windowsOptions: { hostProcess: true },
};

/** A Deployment that has what no profile gives, and a second container that a patch must leave alone. */
export const loose = (name: string): Json => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: {
        labels: { app: name },
        annotations: { [`container.apparmor.security.beta.kubernetes.io/${name}`]: "unconfined" },
      },
      spec: {
        hostNetwork: true,
        hostPID: true,
        hostIPC: true,
        shareProcessNamespace: true,
        securityContext: {
          supplementalGroups: [4, 27],
          ...beyond,
          sysctls: [{ name: "kernel.msgmax", value: "1" }],
        },
        automountServiceAccountToken: true,
        containers: [
          {
            name,
            image: "old:1",
            command: ["other"],
            args: ["more"],
            ports: [{ containerPort: 8080, hostPort: 8080, hostIP: "0.0.0.0" }],
            securityContext: {
              ...beyond,
              privileged: true,
              procMount: "Unmasked",
              runAsUser: 0,
              allowPrivilegeEscalation: true,
              capabilities: { add: ["SYS_ADMIN"], drop: ["KILL"] },
              seccompProfile: { type: "Localhost", localhostProfile: "all.json" },
            },
            resources: { limits: { memory: "9Gi", cpu: "9" } },
          },
          { name: "beside", image: "beside:1", securityContext: { runAsUser: 5 } },
        ],
      },
    },
  },
});

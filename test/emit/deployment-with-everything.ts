/** Two containers, a native sidecar, a pod-level context that one container overrides, `$$` in a value, and a tmpfs for a user other than root. */
export const deploymentWithEverything = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: 'shop'
spec:
  replicas: 2
  selector: {matchLabels: {app: shop}}
  template:
    metadata:
      labels: {app: shop}
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 20000   # of the team
        seccompProfile: {type: RuntimeDefault}
      initContainers:
      - name: log
        image: "log:1"
        restartPolicy: Always
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      containers:
      # the one that is learned
      - name: app
        image: "sample/app:1"   # pinned elsewhere
        env:
        - name: TZ
          value: UTC
        - name: PRICE
          value: "$$5 and $(TZ)"
        securityContext:
          allowPrivilegeEscalation: true
          runAsUser: 0 # as it was
      - name: side
        image: side:1
        securityContext:
          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]
`;

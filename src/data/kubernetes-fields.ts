/**
 * Fields of pods and of pod controllers, read from the API types by `node scripts/kubernetes-fields.ts CHECKOUT
 * --write`: `name:type`; a field newer than 1.20 has `@` and its first minor version. `[]` is a list, `{}` a map by
 * name. Status is left out.
 */
export const kubernetesFields: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: "volumeID:string fsType:string partition:int readOnly:bool",
  Affinity: "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity",
  AppArmorProfile: "type:string@30 localhostProfile:string@30",
  AzureDiskVolumeSource: "diskName:string diskURI:string cachingMode:string fsType:string readOnly:bool kind:string",
  AzureFileVolumeSource: "secretName:string shareName:string readOnly:bool",
  CSIVolumeSource:
    "driver:string readOnly:bool fsType:string volumeAttributes:{}string nodePublishSecretRef:LocalObjectReference",
  Capabilities: "add:[]string drop:[]string",
  CephFSVolumeSource:
    "monitors:[]string path:string user:string secretFile:string secretRef:LocalObjectReference readOnly:bool",
  CinderVolumeSource: "volumeID:string fsType:string readOnly:bool secretRef:LocalObjectReference",
  ClusterTrustBundleProjection:
    "name:string@29 signerName:string@29 labelSelector:any@29 optional:bool@29 path:string@29 user:int@37",
  ConfigMapEnvSource: "name:string optional:bool",
  ConfigMapKeySelector: "name:string key:string optional:bool",
  ConfigMapProjection: "name:string items:[]KeyToPath optional:bool",
  ConfigMapVolumeSource: "name:string items:[]KeyToPath defaultMode:int optional:bool defaultUser:int@37",
  Container:
    "name:string image:string command:[]string args:[]string workingDir:string ports:[]ContainerPort envFrom:[]EnvFromSource env:[]EnvVar resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy@27 restartPolicy:string@28 restartPolicyRules:[]ContainerRestartRule@34 volumeMounts:[]VolumeMount volumeDevices:[]VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath:string terminationMessagePolicy:string imagePullPolicy:string securityContext:SecurityContext stdin:bool stdinOnce:bool tty:bool",
  ContainerPort: "name:string hostPort:int containerPort:int protocol:string hostIP:string",
  ContainerResizePolicy: "resourceName:string@27 restartPolicy:string@27",
  ContainerRestartRule: "action:string@34 exitCodes:ContainerRestartRuleOnExitCodes@34",
  ContainerRestartRuleOnExitCodes: "operator:string@34 values:[]int@34",
  CronJob: "apiVersion:string@21 kind:string@21 metadata:any@21 spec:CronJobSpec@21 status:any@21",
  CronJobSpec:
    "schedule:string@21 timeZone:string@24 startingDeadlineSeconds:int@21 concurrencyPolicy:string@21 suspend:bool@21 jobTemplate:JobTemplateSpec@21 successfulJobsHistoryLimit:int@21 failedJobsHistoryLimit:int@21",
  DaemonSet: "apiVersion:string kind:string metadata:any spec:DaemonSetSpec status:any",
  DaemonSetSpec:
    "selector:any template:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds:int revisionHistoryLimit:int",
  DaemonSetUpdateStrategy: "type:string rollingUpdate:RollingUpdateDaemonSet",
  Deployment: "apiVersion:string kind:string metadata:any spec:DeploymentSpec status:any",
  DeploymentSpec:
    "replicas:int selector:any template:PodTemplateSpec strategy:DeploymentStrategy minReadySeconds:int revisionHistoryLimit:int paused:bool progressDeadlineSeconds:int",
  DeploymentStrategy: "type:string rollingUpdate:RollingUpdateDeployment",
  DownwardAPIProjection: "items:[]DownwardAPIVolumeFile",
  DownwardAPIVolumeFile:
    "path:string fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector mode:int user:int@37",
  DownwardAPIVolumeSource: "items:[]DownwardAPIVolumeFile defaultMode:int defaultUser:int@37",
  EmptyDirVolumeSource: "medium:string sizeLimit:quantity mode:int@37",
  EnvFromSource: "prefix:string configMapRef:ConfigMapEnvSource secretRef:SecretEnvSource",
  EnvVar: "name:string value:string valueFrom:EnvVarSource",
  EnvVarSource:
    "fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector configMapKeyRef:ConfigMapKeySelector secretKeyRef:SecretKeySelector fileKeyRef:FileKeySelector@34",
  EphemeralContainer:
    "name:string image:string command:[]string args:[]string workingDir:string ports:[]ContainerPort envFrom:[]EnvFromSource env:[]EnvVar resources:ResourceRequirements resizePolicy:[]ContainerResizePolicy@27 restartPolicy:string@28 restartPolicyRules:[]ContainerRestartRule@34 volumeMounts:[]VolumeMount volumeDevices:[]VolumeDevice livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath:string terminationMessagePolicy:string imagePullPolicy:string securityContext:SecurityContext stdin:bool stdinOnce:bool tty:bool targetContainerName:string",
  EphemeralVolumeSource: "volumeClaimTemplate:PersistentVolumeClaimTemplate",
  EvictionResponder: "name:string@37 priority:int@37",
  ExecAction: "command:[]string",
  FCVolumeSource: "targetWWNs:[]string lun:int fsType:string readOnly:bool wwids:[]string",
  FileKeySelector: "volumeName:string@34 path:string@34 key:string@34 optional:bool@34",
  FlexVolumeSource: "driver:string fsType:string secretRef:LocalObjectReference readOnly:bool options:{}string",
  FlockerVolumeSource: "datasetName:string datasetUUID:string",
  GCEPersistentDiskVolumeSource: "pdName:string fsType:string partition:int readOnly:bool",
  GRPCAction: "port:int@23 service:string@23 mode:string@37",
  GitRepoVolumeSource: "repository:string revision:string directory:string",
  GlusterfsVolumeSource: "endpoints:string path:string readOnly:bool",
  HTTPGetAction: "path:string port:int-or-string host:string scheme:string httpHeaders:[]HTTPHeader protocol:string@37",
  HTTPHeader: "name:string value:string",
  HostAlias: "ip:string hostnames:[]string",
  HostPathVolumeSource: "path:string type:string",
  ISCSIVolumeSource:
    "targetPortal:string iqn:string lun:int iscsiInterface:string fsType:string readOnly:bool portals:[]string chapAuthDiscovery:bool chapAuthSession:bool secretRef:LocalObjectReference initiatorName:string",
  ImageVolumeSource: "reference:string@31 pullPolicy:string@31",
  Job: "apiVersion:string kind:string metadata:any spec:JobSpec status:any",
  JobSchedulingConfiguration:
    "schedulingPolicy:any@37 schedulingConstraints:any@37 disruptionMode:any@37 resourceClaims:[]any@37",
  JobSpec:
    "parallelism:int completions:int activeDeadlineSeconds:int podFailurePolicy:PodFailurePolicy@25 successPolicy:SuccessPolicy@30 backoffLimit:int backoffLimitPerIndex:int@28 maxFailedIndexes:int@28 selector:any manualSelector:bool template:PodTemplateSpec ttlSecondsAfterFinished:int completionMode:string@21 suspend:bool@21 podReplacementPolicy:string@28 managedBy:string@30 scheduling:JobSchedulingConfiguration@37",
  JobTemplateSpec: "metadata:any@21 spec:JobSpec@21",
  KeyToPath: "key:string path:string mode:int user:int@37",
  Lifecycle: "postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:string@33",
  LifecycleHandler: "exec:ExecAction@23 httpGet:HTTPGetAction@23 tcpSocket:TCPSocketAction@23 sleep:SleepAction@29",
  LocalObjectReference: "name:string",
  NFSVolumeSource: "server:string path:string readOnly:bool",
  NodeAffinity:
    "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm",
  NodeSelector: "nodeSelectorTerms:[]NodeSelectorTerm",
  NodeSelectorRequirement: "key:string operator:string values:[]string",
  NodeSelectorTerm: "matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement",
  ObjectFieldSelector: "apiVersion:string fieldPath:string",
  PersistentVolumeClaim: "apiVersion:string kind:string metadata:any spec:PersistentVolumeClaimSpec status:any",
  PersistentVolumeClaimSpec:
    "accessModes:[]string selector:any resources:VolumeResourceRequirements volumeName:string storageClassName:string volumeMode:string dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference@22 volumeAttributesClassName:string@29",
  PersistentVolumeClaimTemplate: "metadata:any spec:PersistentVolumeClaimSpec",
  PersistentVolumeClaimVolumeSource: "claimName:string readOnly:bool",
  PhotonPersistentDiskVolumeSource: "pdID:string fsType:string",
  Pod: "apiVersion:string kind:string metadata:any spec:PodSpec status:any",
  PodAffinity:
    "requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm",
  PodAffinityTerm:
    "labelSelector:any namespaces:[]string topologyKey:string namespaceSelector:any@21 matchLabelKeys:[]string@29 mismatchLabelKeys:[]string@29",
  PodAntiAffinity:
    "requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm",
  PodCertificateProjection:
    "signerName:string@34 keyType:string@34 maxExpirationSeconds:int@34 credentialBundlePath:string@34 keyPath:string@34 certificateChainPath:string@34 userAnnotations:{}string@35 user:int@37",
  PodDNSConfig: "nameservers:[]string searches:[]string options:[]PodDNSConfigOption",
  PodDNSConfigOption: "name:string value:string",
  PodFailurePolicy: "rules:[]PodFailurePolicyRule@25",
  PodFailurePolicyOnExitCodesRequirement: "containerName:string@25 operator:string@25 values:[]int@25",
  PodFailurePolicyOnPodConditionsPattern: "type:string@25 status:any@25",
  PodFailurePolicyRule:
    "action:string@25 onExitCodes:PodFailurePolicyOnExitCodesRequirement@25 onPodConditions:[]PodFailurePolicyOnPodConditionsPattern@25",
  PodOS: "name:string@23",
  PodReadinessGate: "conditionType:string",
  PodResourceClaim: "name:string@26 resourceClaimName:string@31 resourceClaimTemplateName:string@31",
  PodSchedulingGate: "name:string@26",
  PodSchedulingGroup: "podGroupName:string@36",
  PodSecurityContext:
    "seLinuxOptions:SELinuxOptions windowsOptions:WindowsSecurityContextOptions runAsUser:int runAsGroup:int runAsNonRoot:bool supplementalGroups:[]int supplementalGroupsPolicy:string@31 fsGroup:int sysctls:[]Sysctl fsGroupChangePolicy:string seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile@30 seLinuxChangePolicy:string@32",
  PodSpec:
    "volumes:[]Volume initContainers:[]Container containers:[]Container ephemeralContainers:[]EphemeralContainer restartPolicy:string terminationGracePeriodSeconds:int activeDeadlineSeconds:int dnsPolicy:string nodeSelector:{}string serviceAccountName:string serviceAccount:string automountServiceAccountToken:bool nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool shareProcessNamespace:bool securityContext:PodSecurityContext imagePullSecrets:[]LocalObjectReference hostname:string subdomain:string affinity:Affinity schedulerName:string tolerations:[]Toleration hostAliases:[]HostAlias priorityClassName:string priority:int dnsConfig:PodDNSConfig readinessGates:[]PodReadinessGate runtimeClassName:string enableServiceLinks:bool preemptionPolicy:string overhead:{}quantity topologySpreadConstraints:[]TopologySpreadConstraint setHostnameAsFQDN:bool os:PodOS@23 hostUsers:bool@25 schedulingGates:[]PodSchedulingGate@26 resourceClaims:[]PodResourceClaim@26 resources:ResourceRequirements@32 hostnameOverride:string@34 schedulingGroup:PodSchedulingGroup@36 evictionResponders:[]EvictionResponder@37",
  PodTemplate: "apiVersion:string kind:string metadata:any template:PodTemplateSpec",
  PodTemplateSpec: "metadata:any spec:PodSpec",
  PortworxVolumeSource: "volumeID:string fsType:string readOnly:bool",
  PreferredSchedulingTerm: "weight:int preference:NodeSelectorTerm",
  Probe:
    "exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction grpc:GRPCAction@23 initialDelaySeconds:int timeoutSeconds:int periodSeconds:int successThreshold:int failureThreshold:int terminationGracePeriodSeconds:int@21",
  ProjectedVolumeSource: "sources:[]VolumeProjection defaultMode:int defaultUser:int@37",
  QuobyteVolumeSource: "registry:string volume:string readOnly:bool user:string group:string tenant:string",
  RBDVolumeSource:
    "monitors:[]string image:string fsType:string pool:string user:string keyring:string secretRef:LocalObjectReference readOnly:bool",
  ReplicaSet: "apiVersion:string kind:string metadata:any spec:ReplicaSetSpec status:any",
  ReplicaSetSpec: "replicas:int minReadySeconds:int selector:any template:PodTemplateSpec",
  ReplicationController: "apiVersion:string kind:string metadata:any spec:ReplicationControllerSpec status:any",
  ReplicationControllerSpec: "replicas:int minReadySeconds:int selector:{}string template:PodTemplateSpec",
  ResourceClaim: "name:string@26 request:string@31",
  ResourceFieldSelector: "containerName:string resource:string divisor:quantity",
  ResourceRequirements: "limits:{}quantity requests:{}quantity claims:[]ResourceClaim@26",
  RollingUpdateDaemonSet: "maxUnavailable:int-or-string maxSurge:int-or-string@21",
  RollingUpdateDeployment: "maxUnavailable:int-or-string maxSurge:int-or-string",
  RollingUpdateStatefulSetStrategy: "partition:int maxUnavailable:int-or-string@24",
  SELinuxOptions: "user:string role:string type:string level:string",
  ScaleIOVolumeSource:
    "gateway:string system:string secretRef:LocalObjectReference sslEnabled:bool protectionDomain:string storagePool:string storageMode:string volumeName:string fsType:string readOnly:bool",
  SeccompProfile: "type:string localhostProfile:string",
  SecretEnvSource: "name:string optional:bool",
  SecretKeySelector: "name:string key:string optional:bool",
  SecretProjection: "name:string items:[]KeyToPath optional:bool",
  SecretVolumeSource: "secretName:string items:[]KeyToPath defaultMode:int optional:bool defaultUser:int@37",
  SecurityContext:
    "capabilities:Capabilities privileged:bool seLinuxOptions:SELinuxOptions windowsOptions:WindowsSecurityContextOptions runAsUser:int runAsGroup:int runAsNonRoot:bool readOnlyRootFilesystem:bool allowPrivilegeEscalation:bool procMount:string seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile@30",
  ServiceAccountTokenProjection: "audience:string expirationSeconds:int path:string user:int@37",
  SleepAction: "seconds:int@29",
  StatefulSet: "apiVersion:string kind:string metadata:any spec:StatefulSetSpec status:any",
  StatefulSetOrdinals: "start:int@26",
  StatefulSetPersistentVolumeClaimRetentionPolicy: "whenDeleted:string@23 whenScaled:string@23",
  StatefulSetSpec:
    "replicas:int selector:any template:PodTemplateSpec volumeClaimTemplates:[]PersistentVolumeClaim serviceName:string podManagementPolicy:string updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit:int minReadySeconds:int@22 persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy@23 ordinals:StatefulSetOrdinals@26",
  StatefulSetUpdateStrategy: "type:string rollingUpdate:RollingUpdateStatefulSetStrategy",
  StorageOSVolumeSource:
    "volumeName:string volumeNamespace:string fsType:string readOnly:bool secretRef:LocalObjectReference",
  SuccessPolicy: "rules:[]SuccessPolicyRule@30",
  SuccessPolicyRule: "succeededIndexes:string@30 succeededCount:int@30",
  Sysctl: "name:string value:string",
  TCPSocketAction: "port:int-or-string host:string",
  Toleration: "key:string operator:string value:string effect:string tolerationSeconds:int",
  TopologySpreadConstraint:
    "maxSkew:int topologyKey:string whenUnsatisfiable:string labelSelector:any minDomains:int@24 nodeAffinityPolicy:string@25 nodeTaintsPolicy:string@25 matchLabelKeys:[]string@25",
  TypedLocalObjectReference: "apiGroup:string kind:string name:string",
  TypedObjectReference: "apiGroup:string@26 kind:string@26 name:string@26 namespace:string@26",
  Volume:
    "name:string hostPath:HostPathVolumeSource emptyDir:EmptyDirVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource awsElasticBlockStore:AWSElasticBlockStoreVolumeSource gitRepo:GitRepoVolumeSource secret:SecretVolumeSource nfs:NFSVolumeSource iscsi:ISCSIVolumeSource glusterfs:GlusterfsVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource rbd:RBDVolumeSource flexVolume:FlexVolumeSource cinder:CinderVolumeSource cephfs:CephFSVolumeSource flocker:FlockerVolumeSource downwardAPI:DownwardAPIVolumeSource fc:FCVolumeSource azureFile:AzureFileVolumeSource configMap:ConfigMapVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource azureDisk:AzureDiskVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource projected:ProjectedVolumeSource portworxVolume:PortworxVolumeSource scaleIO:ScaleIOVolumeSource storageos:StorageOSVolumeSource csi:CSIVolumeSource ephemeral:EphemeralVolumeSource image:ImageVolumeSource@31",
  VolumeDevice: "name:string devicePath:string",
  VolumeMount:
    "name:string readOnly:bool recursiveReadOnly:string@30 mountPath:string subPath:string mountPropagation:string subPathExpr:string bindMountOptions:[]string@37",
  VolumeProjection:
    "secret:SecretProjection downwardAPI:DownwardAPIProjection configMap:ConfigMapProjection serviceAccountToken:ServiceAccountTokenProjection clusterTrustBundle:ClusterTrustBundleProjection@29 podCertificate:PodCertificateProjection@34",
  VolumeResourceRequirements: "limits:{}quantity@29 requests:{}quantity@29",
  VsphereVirtualDiskVolumeSource: "volumePath:string fsType:string storagePolicyName:string storagePolicyID:string",
  WeightedPodAffinityTerm: "weight:int podAffinityTerm:PodAffinityTerm",
  WindowsSecurityContextOptions:
    "gmsaCredentialSpecName:string gmsaCredentialSpec:string runAsUserName:string hostProcess:bool@22",
};

/** Kubernetes 1.37, as of commit 10b39a39 of kubernetes/api (2026-07-24). */
export const newestFields = 37;

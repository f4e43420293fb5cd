import type { Detector, DetectorFamily } from "./detector.ts";

const identifiable = "Microsoft Purview documentation, credential entity definitions; microsoft/security-utilities";

/** Keys that Azure marks at a fixed place, so that they can be recognised: `before` letters of base64, the mark, `after` letters. */
function marked(kind: string, title: string, mark: string, before: number, after: string): Detector {
  const escaped = mark.replace("+", "\\+");
  return {
    kind,
    title,
    keywords: [mark],
    pattern: new RegExp(`(?<=(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{${before}})${escaped}${after}(?![A-Za-z0-9+/=])`, "y"),
    shown: () => `${mark} key`,
    severity: "error",
    source: identifiable,
  };
}

const detectors: DetectorFamily = [
  marked("azure-storage-key", "Key of an Azure storage account", "+ASt", 76, "[A-Za-z0-9+/]{5}[AQgw]=="),
  marked("azure-batch-key", "Key of an Azure Batch account", "+ABa", 76, "[A-Za-z0-9+/]{5}[AQgw]=="),
  marked("azure-cosmos-key", "Key of an Azure Cosmos DB account", "ACDb", 76, "[A-Za-z0-9+/]{5}[AQgw]=="),
  marked("azure-functions-key", "Key of an Azure function", "AzFu", 44, "[A-Za-z0-9+/_-]{5}[AQgw](?:==)?"),
  marked("azure-search-key", "Admin key of Azure AI Search", "AzSe", 42, "[A-D][A-Za-z0-9]{5}"),
  marked("azure-registry-key", "Password of an Azure container registry", "+ACR", 42, "[A-D][A-Za-z0-9+/]{5}"),
  marked("azure-event-hub-key", "Key of an Azure event hub", "+AEh", 33, "[A-P][A-Za-z0-9+/]{5}="),
  marked("azure-service-bus-key", "Key of an Azure service bus", "+ASb", 33, "[A-P][A-Za-z0-9+/]{5}="),
  marked("azure-devops-token", "Azure DevOps personal access token", "AZDO", 76, "[A-Za-z0-9]{4}"),
  {
    kind: "azure-connection-string",
    title: "Azure connection string with its key",
    keywords: ["AccountKey=", "SharedAccessKey="],
    pattern: /(?:Account|SharedAccess)Key=(?<secret>[A-Za-z0-9+/]{42,86}={1,2})(?![A-Za-z0-9+/=])/y,
    minEntropy: 4,
    severity: "error",
    source: "Azure Storage documentation, configure connection strings",
  },
  {
    kind: "azure-app-configuration",
    title: "Azure App Configuration connection string",
    keywords: [".azconfig.io;id="],
    pattern: /\.azconfig\.io;Id=[\w+/:=-]{4,80};Secret=(?<secret>[A-Za-z0-9+/]{36,86}={0,2})/y,
    minEntropy: 3.5,
    severity: "error",
    source: "Azure App Configuration documentation, access keys",
  },
  {
    kind: "azure-sas",
    title: "Azure shared access signature",
    keywords: ["&sig=", "?sig="],
    // Its other parameters stand on either side; `sv` is the version's date, `se` the end.
    pattern: /(?<=(?:[?&]s[ve]=20\d\d|[?&]sr=)[^\s"']{0,127})&sig=(?<secret>[A-Za-z0-9%+/]{43,80}(?:%3D|=))/iy,
    minEntropy: 3.5,
    severity: "warning",
    source: "Azure Storage documentation, create a service SAS",
  },
];

export default detectors;

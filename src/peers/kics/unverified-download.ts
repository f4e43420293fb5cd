import { ofAdd } from "../shared/downloads-by-add.ts";

export default ofAdd(["kics/curl_or_wget_instead_of_add"]);

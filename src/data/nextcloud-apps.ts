/** Apps that come with every Nextcloud server (nextcloud/server, `core/shipped.json`, of the releases up to 2026-11): its vulnerabilities are the server's. */
export const shippedNextcloudApps: ReadonlySet<string> = new Set(
  (
    "activity admin_audit app_api bruteforcesettings circles cloud_federation_api comments contactsinteraction dashboard dav encryption " +
    "federatedfilesharing federation files files_downloadlimit files_external files_pdfviewer files_reminders files_rightclick files_sharing " +
    "files_trashbin files_versions files_videoplayer firstrunwizard gallery logreader lookup_server_connector nextcloud_announcements notifications " +
    "oauth2 password_policy photos privacy profile provisioning_api recommendations related_resources serverinfo settings sharebymail support " +
    "survey_client suspicious_login systemtags testing text theming twofactor_backupcodes twofactor_nextcloud_notification twofactor_totp " +
    "updatenotification user_ldap user_status viewer weather_status webhook_listeners workflowengine"
  ).split(" "),
);

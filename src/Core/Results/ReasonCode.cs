namespace ChefActors.Core.Results;

#pragma warning disable CS1591 // The codes are those of the contract, section 4; the rest are explained in docs/contract.md.

/// <summary>Codes of reasons.</summary>
public static class ReasonCode
{
    // rejected
    public const string BadJson = "bad_json";
    public const string BadRunList = "bad_run_list";
    public const string BadAttributes = "bad_attributes";
    public const string NotAllowed = "not_allowed";
    public const string BadSignature = "bad_signature";
    public const string Replayed = "replayed";
    public const string WrongNode = "wrong_node";
    public const string WrongCluster = "wrong_cluster";
    public const string PolicyfileMode = "policyfile_mode";
    public const string QueueFull = "queue_full";
    public const string TooLarge = "too_large";
    public const string UnsupportedVersion = "unsupported_version";
    public const string NoSupervisor = "no_supervisor";

    // expired
    public const string GivenUp = "given_up";
    public const string TooLate = "too_late";

    // interrupted
    public const string ExitCodeUnknown = "exit_code_unknown";
    public const string MachineRestarted = "machine_restarted";
    public const string JournalLost = "journal_lost";

    // unreachable
    public const string NeverStarted = "never_started";
    public const string MayStillRun = "may_still_run";

    // failed
    public const string ResourceFailed = "resource_failed";
    public const string ExitCode = "exit_code";
    public const string Signal = "signal";
    public const string ChefClientMissing = "chef_client_missing";
    public const string ChefConfigMissing = "chef_config_missing";
    public const string Configuration = "configuration";
    public const string Licence = "licence";
    public const string NoSuchLog = "no_such_log";
    public const string LogUnreadable = "log_unreadable";
    public const string ChefServerUnreachable = "chef_server_unreachable";
    public const string ChefServerError = "chef_server_error";
    public const string NotAuthorised = "not_authorised";
    public const string MissingCookbook = "missing_cookbook";
    public const string MissingRecipe = "missing_recipe";
    public const string MissingRole = "missing_role";
    public const string Policyfile = "policyfile";
    public const string CompileFailed = "compile_failed";
    public const string CommandLine = "command_line";
    public const string DiskFull = "disk_full";
    public const string OutOfMemory = "out_of_memory";
    public const string NotRestarted = "not_restarted";
    public const string WrongVersion = "wrong_version";

    // reboot_pending
    public const string RebootRequested = "reboot_requested";

    // locked_out, timed_out, cancelled, withdrawn, offline
    public const string LockHeld = "lock_held";
    public const string RunTimeout = "run_timeout";
    public const string Abort = "abort";
    public const string Halt = "halt";
    public const string NotAlive = "not_alive";
    public const string NeverRegistered = "never_registered";

    // of an activity, not of a result
    public const string CrashLoop = "crash_loop";
}

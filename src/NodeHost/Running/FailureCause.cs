using System.Text.RegularExpressions;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Running;

/// <summary>Why a run failed, from its exit code and what it said (CHEF.md, "Exit codes"; docs/chef-endings.md is the table). Pure.</summary>
internal static partial class FailureCause
{
    private static readonly string[] NetworkErrors =
        ["Errno::ECONNREFUSED", "Errno::ECONNRESET", "Errno::ETIMEDOUT", "Errno::EHOSTUNREACH", "Errno::ENETUNREACH", "SocketError", "Socket::ResolutionError", "Net::OpenTimeout", "Net::ReadTimeout", "OpenSSL::SSL::SSLError"];

    private static readonly string[] CommandLineErrors =
        ["OptionParser::", "ChefConfig::UnparsableConfigOption", "Invalid argument; ", "Could not parse the provided JSON file", "Cannot load configuration from", "ArgumentError: Unable to create Chef::RunList::RunListItem"];

    /// <summary>The run ended before anything converged because the Chef server could not be reached.</summary>
    internal static bool IsServerUnreachable(OutputSummary output) =>
        output.FailedResource is null && output.Resources is null or { Updated: 0 } && Begins(output, NetworkErrors);

    /// <summary>chef-client does not know the option by which our report handler is brought, and did nothing.</summary>
    internal static bool RefusesHandler(int code, OutputSummary output) =>
        code == 1 && Begins(output, "OptionParser::InvalidOption") && output.Exception!.Contains(ChefArguments.ConfigOption, StringComparison.Ordinal);

    /// <summary>The reason of a failure.</summary>
    internal static Reason Of(int code, OutputSummary output) => code switch
    {
        126 => new Reason(ReasonCode.ChefClientMissing, "chef-client cannot be executed: check its mode (exit code 126)"),
        127 => new Reason(ReasonCode.ChefClientMissing, "chef-client was not found: check the setting chef.client (exit code 127)"),
        43 => new Reason(ReasonCode.Configuration, output.Exception ?? "exit code 43: error in client.rb or in a file of client.d"),
        172 => new Reason(ReasonCode.Licence, $"exit code 172: Chef's licence is not accepted (setting chef.license){Said(output)}"),
        173 or 174 => new Reason(ReasonCode.Licence, $"exit code {code}: no entitlement to use Chef{Said(output)}"),
        213 => new Reason(ReasonCode.ExitCode, "exit code 213: Chef upgraded itself in the middle of the run; push again"),
        41 => new Reason(ReasonCode.ExitCode, $"exit code 41: a reboot was asked for and failed{(output.Exception is { } why ? ": " + why : "")}"),
        2 => new Reason(ReasonCode.Signal, "exit code 2: interrupted (SIGINT)"),
        3 => new Reason(ReasonCode.Signal, "exit code 3: terminated before the run began (SIGTERM)"),
        > 128 and <= 192 => Killed(code - 128, output),
        _ => OfException(code, output),
    };

    private static Reason OfException(int code, OutputSummary output)
    {
        var exception = output.Exception;
        if (output.FailedResource is { } resource)
        {
            var text = exception is null ? resource : FailedResource(resource, exception);
            return new Reason(IsDiskFull(exception) ? ReasonCode.DiskFull : ReasonCode.ResourceFailed, text);
        }

        if (exception is null) return new Reason(ReasonCode.ExitCode, $"exit code {code}{Said(output)}");
        if (RefusesHandler(code, output))
        {
            return new Reason(
                ReasonCode.CommandLine,
                $"{exception}: this chef-client is too old for our report handler; nothing was done. From now on it is started without: push again, and say chef.report_handler = off");
        }

        // Whatever came of Chef's defaults, that they were used is the cause.
        if (output.MissingConfiguration is { } file) return new Reason(ReasonCode.ChefConfigMissing, $"the configuration file {file} does not exist, Chef went on with its defaults: {exception}");
        return new Reason(CodeOf(output, exception), output.MissingCookbooks.Count > 0 ? $"the Chef server lacks {string.Join(", ", output.MissingCookbooks)} ({exception})" : exception);
    }

    private static string CodeOf(OutputSummary output, string exception)
    {
        if (IsDiskFull(exception)) return ReasonCode.DiskFull;
        if (IsServerUnreachable(output)) return ReasonCode.ChefServerUnreachable;
        if (output.MissingCookbooks.Count > 0 || Begins(output, "Chef::Exceptions::CookbookNotFound")) return ReasonCode.MissingCookbook;
        if (Begins(output, "Chef::Exceptions::RecipeNotFound")) return ReasonCode.MissingRecipe;
        if (Begins(output, "Chef::Exceptions::MissingRole")) return ReasonCode.MissingRole;
        if (Begins(output, "Chef::PolicyBuilder::Policyfile")) return ReasonCode.Policyfile;
        if (Begins(output, CommandLineErrors)) return ReasonCode.CommandLine;
        if (Begins(output, "Aborting due to error in", "Configuration error", "Chef::Exceptions::ConfigurationError")) return ReasonCode.Configuration;
        if (Begins(output, "Chef::Exceptions::PrivateKeyMissing", "Chef::Exceptions::InvalidPrivateKey")) return ReasonCode.NotAuthorised;
        if (Http().Match(exception) is { Success: true } http)
        {
            return http.Groups["status"].Value switch
            {
                "401" or "403" => ReasonCode.NotAuthorised,
                "412" => ReasonCode.MissingCookbook,
                ['5', ..] => ReasonCode.ChefServerError,
                _ => ReasonCode.ExitCode,
            };
        }

        return output.FailedToCompile ? ReasonCode.CompileFailed : ReasonCode.ExitCode;
    }

    private static Reason Killed(int signal, OutputSummary output)
    {
        var text = $"ended by signal {signal}{Name(signal)}{How(output)}";
        return signal == 9 && output.ProcessesKilledForMemory is > 0 and var killed
            ? new Reason(ReasonCode.OutOfMemory, $"{text}: the kernel ended {killed} process(es) of this machine for want of memory while it ran")
            : new Reason(ReasonCode.Signal, text);
    }

    private static string Name(int signal) => signal switch
    {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        15 => " (SIGTERM)",
        _ => "",
    };

    /// <summary>How far a run was that was cut off; empty when the report handler did not tell.</summary>
    internal static string How(OutputSummary output)
    {
        if (output.ResourcesDone is not { } done) return "";
        return output.ResourceAtWork is { } resource ? $"; {done} resources were done, {resource} was at work" : $"; {done} resources were done";
    }

    /// <summary>What chef-client said before it came to a run; a run's own first line says nothing.</summary>
    private static string Said(OutputSummary output) => output is { ChefVersion: null, FirstLine: { } line } ? ": " + line : "";

    private static bool IsDiskFull(string? exception) =>
        exception is not null && (exception.Contains("Errno::ENOSPC", StringComparison.Ordinal) || exception.Contains("No space left on device", StringComparison.Ordinal));

    private static bool Begins(OutputSummary output, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (output.Exception?.StartsWith(start, StringComparison.Ordinal) == true) return true;
        }

        return false;
    }

    /// <summary>Chef's FATAL line is <c>TYPE: RESOURCE (RECIPE line N) had an error: TYPE: MESSAGE</c>: what comes twice is said once.</summary>
    private static string FailedResource(string resource, string exception)
    {
        const string HadAnError = " had an error: ";
        var place = exception.LastIndexOf(resource, StringComparison.Ordinal);
        var middle = place < 0 ? -1 : exception.IndexOf(HadAnError, place, StringComparison.Ordinal);
        return middle < 0 ? $"{resource}: {exception}" : $"{exception[place..middle]}: {exception[(middle + HadAnError.Length)..]}";
    }

    [GeneratedRegex(@"^Net::HTTP[A-Za-z]{1,40}: (?<status>[0-9]{3}) ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Http();
}

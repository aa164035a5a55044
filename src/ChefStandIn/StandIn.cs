using ChefActors.ChefStandIn.CommandLine;
using ChefActors.ChefStandIn.Configuration;
using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Records;
using ChefActors.ChefStandIn.Replaying;
using ChefActors.ChefStandIn.Reporting;
using ChefActors.ChefStandIn.Running;
using ChefActors.ChefStandIn.RunLists;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn;

/// <summary>What happens before the run, in chef-client's order: flags, configuration, JSON, licence, lock.</summary>
internal sealed class StandIn(string[] arguments)
{
    private const int ConfigErrorCode = 43;
    private const int LicenseCode = 172;
    private readonly string[] _arguments = arguments;
    private readonly ClientOptions _options = new();
    private readonly ClientConfig _config = new();
    private OutputStream _output = new(OutputStream.StandardOutput);
    private List<RunListItem>? _overriding;
    private List<RunListItem>? _permanent;
    private RunLock? _runLock;

    internal int Run()
    {
        if (ParseFlags() is { } ended)
            return ended;

        using var signals = new SignalWatch();
        var configError = Configure();
        var nodeName = _options.NodeName ?? _config["node_name"] ?? Environment.MachineName.ToLowerInvariant();
        var record = StartRecord.Begin(nodeName, _arguments);
        var code = 1;
        try
        {
            code = configError ?? RunConfigured(signals, nodeName, record);
        }
        catch (OutputClosedException)
        {
            code = 1;
        }
        finally
        {
            // Noted with the lock still held, so that records of runs that did not overlap do not overlap.
            record?.End(code);
            _runLock?.Dispose();
        }

        return code;
    }

    private int? ParseFlags()
    {
        if (OptionParser.Parse(_arguments, _options) is { } usage)
            return Refuse(usage.AsTrace());
        if (_options.ShowVersion || _options.ShowHelp)
        {
            _output.Write(_options.ShowHelp ? HelpText.Text : $"Chef Infra Client: {Identity.ChefVersion} {Identity.Remark}\n");
            return 0;
        }

        return ParseItems(_options.OverrideRunList, out _overriding) ?? ParseItems(_options.RunList, out _permanent);
    }

    private static int? ParseItems(string? text, out List<RunListItem>? items)
    {
        items = text is null ? null : RunListItem.TryParseList(text.Split(','), out _);
        if (text is null || items is not null)
            return null;
        RunListItem.TryParseList(text.Split(','), out var refused);
        return Refuse(
            $"chef-client-stand-in/run_list_item.rb:1:in `initialize': Unable to create Chef::RunList::RunListItem from String:\"{refused}\": "
            + "must be recipe[] or role[] (ArgumentError)\n\tfrom chef-client-stand-in:1:in `<main>'\n");
    }

    private static int Refuse(string trace)
    {
        new OutputStream(OutputStream.StandardError).Write(trace);
        return 1;
    }

    /// <summary>Reads client.rb and client.d; the exit code when one of them stops chef-client.</summary>
    private int? Configure()
    {
        if (_options.ConfigFile is { } path)
        {
            if (!File.Exists(path))
                WarnOfMissingConfig(path);
            else if (ReadConfig(path) is { } error)
                return error;
        }

        foreach (var (key, value) in _options.ConfigOptions)
            _config[key] = value;
        return null;
    }

    private int? ReadConfig(string path)
    {
        _config.FileWasRead = true;
        var files = new List<string> { path };
        var beside = Path.Combine(Path.GetDirectoryName(path)!, "client.d");
        var extra = _options.ConfigOptions.GetValueOrDefault("client_d_dir") ?? beside;

        // ChefActors' handler is Ruby, which is not run; it loads the site's own files, which are read.
        if (File.Exists(Path.Combine(extra, "report_handler.rb")))
            extra = beside;
        if (Directory.Exists(extra))
        {
            files.AddRange(Directory.GetFiles(extra, "*.rb"));
            files.Sort(1, files.Count - 1, StringComparer.Ordinal);
        }

        foreach (var file in files)
        {
            if (_config.Read(file, File.ReadAllText(file)) is not { } error)
                continue;
            foreach (var line in error.FatalLines)
                _output.Log("FATAL", line);
            return ConfigErrorCode;
        }

        return null;
    }

    private void WarnOfMissingConfig(string path)
    {
        _output.Log("WARN", "*****************************************");
        _output.Log("WARN", $"Did not find config file: {path}. Using command line options instead.");
        _output.Log("WARN", "*****************************************");
    }

    private int RunConfigured(SignalWatch signals, string nodeName, StartRecord? record)
    {
        if (Environment.GetEnvironmentVariable("CHEF_STAND_IN_REPLAY") is { Length: > 0 } sample)
        {
            signals.BeginRun();
            return Replay.Play(sample, 1, signals);
        }

        var json = _options.JsonFile is { } file ? JsonAttributes.Read(file) : null;
        if (json?.Fatal is { } fatal)
            return Fatal(fatal);
        if (_options.Strays.Count > 0)
            return Fatal($"Invalid argument; could not find the following recipe files: {string.Join(", ", _options.Strays.ConvertAll(stray => $"\"{stray}\""))}");

        var scenario = ScenarioSource.Load(_options.ConfigFile, _config, nodeName);
        if (scenario.LicenseCheck && LicenseRefusal() is { } refusal)
        {
            _output.Write(refusal);
            return LicenseCode;
        }

        var report = HandlerReport.Of(_options.ConfigOptions.GetValueOrDefault("client_d_dir"), nodeName, scenario.Report, scenario.ReportText);
        if (scenario.Replay is { } captured)
        {
            signals.BeginRun();
            return Replay.Play(captured, scenario.ReplaySpeed, signals, report);
        }

        if (_options.LogFile is { } log)
            OpenLog(log);
        if (signals.WaitForInterrupt((long)(scenario.StartupSeconds * 1000)))
            return Stopped("SIGINT", 2);
        if (signals.TerminatedBeforeRun)
            return Stopped("SIGTERM", 3);
        signals.BeginRun();
        return RunLocked(signals, nodeName, scenario, json, record, report);
    }

    private int RunLocked(SignalWatch signals, string nodeName, Scenario scenario, JsonAttributes? json, StartRecord? record, HandlerReport? report)
    {
        var started = Environment.TickCount64;
        var cachePath = CachePath(nodeName);
        _runLock = RunLock.Open(cachePath);
        switch (_runLock.Obtain(_options.RunLockTimeoutSeconds ?? ConfiguredTimeout(), signals, _output))
        {
            case LockOutcome.TimedOut: return 1;
            case LockOutcome.Interrupted: return Stopped("SIGINT", 2);
            default: record?.Locked(); break;
        }

        var formatter = _options.ForceLogger ? new LogFormatter(_output)
            : _options.Formatter == "min" ? (IRunFormatter)new MinFormatter(_output) : new DocFormatter(_output);
        var context = new RunContext(nodeName, cachePath, _options.WhyRun, scenario, _output, formatter, signals, report);
        var code = new ClientRun(context, RunLists(nodeName, cachePath, scenario, json), started).Run();
        if (scenario.DieOfSignal is { } signal)
            Death.Of(signal);
        return scenario.ExitCode ?? code;
    }

    private RunListSource RunLists(string nodeName, string cachePath, Scenario scenario, JsonAttributes? json)
    {
        var early = json?.Array is { } array ? RunFailure.JsonIsArray(nodeName, array) : null;
        var withoutConfig = _options.ConfigFile is not null && !_config.FileWasRead && !_options.LocalMode;
        string? refused = null;
        var fromJson = json?.RunList is { } items ? RunListItem.TryParseList(items, out refused) : null;
        if (refused is not null)
            early ??= new RunFailure(Banner: null, $"ArgumentError: Unable to create Chef::RunList::RunListItem from String:\"{refused}\": must be recipe[] or role[]");
        return new RunListSource(new StoredRunList(cachePath), scenario.RunList, _overriding, _permanent ?? fromJson)
        {
            EarlyFailure = withoutConfig ? RunFailure.NoKey(nodeName) : early,
            WithoutConfig = withoutConfig,
        };
    }

    private string CachePath(string nodeName) => _config["file_cache_path"]
        ?? (_config.FileWasRead ? Path.Combine(Path.GetDirectoryName(_options.ConfigFile)!, "cache") : null)
        ?? Path.Combine(Path.GetTempPath(), "chef-client-stand-in", nodeName, "cache");

    private int? ConfiguredTimeout() => int.TryParse(_config["run_lock_timeout"], out var seconds) ? seconds : null;

    private string? LicenseRefusal()
    {
        const string refusal = "Chef Infra Client cannot execute without accepting the license\n";
        var value = _options.License ?? Environment.GetEnvironmentVariable("CHEF_LICENSE") ?? _config["chef_license"];
        return value is null ? refusal
            : value is "accept" or "accept-silent" or "accept-no-persist" ? null
            : $"Unrecognized license acceptance value '{value}', expected one of: 'accept', 'accept-silent', 'accept-no-persist'\n{refusal}";
    }

    private void OpenLog(string path)
    {
        var isNew = !File.Exists(path);
        var descriptor = Descriptor.Open(path, Libc.WriteOnly | Libc.Create | Libc.Append);
        if (descriptor < 0)
            throw new IOException($"cannot write to the log file {path}");
        _output = new OutputStream(descriptor);
        if (isNew)
            _output.WriteLine($"# Logfile created on {Timestamps.Precise()[..19]} +0000 by logger.rb/v1.5.0");
    }

    private int Fatal(string text)
    {
        _output.Log("FATAL", text);
        return 1;
    }

    private int Stopped(string signal, int code)
    {
        _output.Log("FATAL", $"{signal} received, stopping");
        return code;
    }
}

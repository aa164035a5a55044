using System.Text;
using System.Text.Json;
using ChefActors.ChefStandIn.Native;

namespace ChefActors.ChefStandIn.Records;

/// <summary>
/// The lines that tests count starts by, appended to the file that CHEF_STAND_IN_STARTS names, each in one synced write:
/// <c>start</c> when the process begins, <c>locked</c> when it holds Chef's lock, <c>end</c> with its exit code. A start
/// without an end was killed.
/// </summary>
internal sealed class StartRecord
{
    private readonly string _path;
    private readonly string _nodeName;
    private readonly string[] _arguments;
    private readonly string _startTime;

    private StartRecord(string path, string nodeName, string[] arguments)
    {
        _path = path;
        _nodeName = nodeName;
        _arguments = arguments;
        _startTime = OwnStartTime();
    }

    /// <summary>Null when no test asked for records.</summary>
    internal static StartRecord? Begin(string nodeName, string[] arguments)
    {
        if (Environment.GetEnvironmentVariable("CHEF_STAND_IN_STARTS") is not { Length: > 0 } path)
            return null;
        var record = new StartRecord(path, nodeName, arguments);
        record.Append("start", exitCode: null);
        return record;
    }

    internal void Locked() => Append("locked", exitCode: null);

    internal void End(int exitCode) => Append("end", exitCode);

    private void Append(string happened, int? exitCode)
    {
        var line = new StringBuilder();
        line.Append("{\"event\":\"").Append(happened).Append("\",\"pid\":").Append(Environment.ProcessId)
            .Append(",\"start_time\":").Append(_startTime)
            .Append(",\"at_ms\":").Append(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
            .Append(",\"node\":").Append(Quote(_nodeName));
        if (exitCode is { } code)
            line.Append(",\"exit_code\":").Append(code);
        line.Append(",\"args\":[");
        for (var at = 0; at < _arguments.Length; at++)
            line.Append(at == 0 ? "" : ",").Append(Quote(_arguments[at]));
        line.Append("]}\n");
        AppendSynced(Encoding.UTF8.GetBytes(line.ToString()));
    }

    private void AppendSynced(byte[] line)
    {
        var descriptor = Descriptor.Open(_path, Libc.WriteOnly | Libc.Create | Libc.Append);
        if (descriptor < 0 || !Descriptor.WriteAll(descriptor, line) || Libc.Sync(descriptor) != 0)
            throw new IOException($"cannot append to CHEF_STAND_IN_STARTS file {_path}");
        Libc.Close(descriptor);
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>Field 22 of /proc/self/stat: clock ticks since boot, which with the pid names a process for good.</summary>
    private static string OwnStartTime()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}

using System.Globalization;
using ChefActors.ChefStandIn.Native;

namespace ChefActors.ChefStandIn.Tests;

/// <summary>A command of a resource that notes its pid, so that a test can look at it and end it.</summary>
internal sealed class LeftCommand(string directory) : IDisposable
{
    private readonly string _pidFile = Path.Combine(directory, "command.pid");

    /// <summary>A shell line that notes its pid and goes on with the rest.</summary>
    internal string Line(string rest) => $"echo $$ > {_pidFile}.new; mv {_pidFile}.new {_pidFile}; {rest}";

    internal Task StartsAsync() => Poll.UntilAsync(() => File.Exists(_pidFile), "the command's start");

    internal int Id => int.Parse(File.ReadAllText(_pidFile), CultureInfo.InvariantCulture);

    internal bool IsAlive => State() is not (null or "Z");

    /// <summary>Fields of /proc/PID/stat after the name: state, parent, group, session.</summary>
    internal string[] Fields()
    {
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    public void Dispose()
    {
        if (File.Exists(_pidFile) && IsAlive)
            _ = Libc.Kill(Id, Libc.SigKill);
    }

    private string? State()
    {
        try
        {
            return Fields()[0];
        }
        catch (IOException)
        {
            return null; // gone, perhaps between open and read
        }
    }
}

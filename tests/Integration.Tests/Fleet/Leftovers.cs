using System.Globalization;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>
/// A chef-client that starts what recipes start: a command in a session of its own, with a child, a <c>nohup</c>, a daemon that left its session, and one that cleared
/// its environment too; both daemons are orphans at once. Each writes its pid into a file.
/// </summary>
internal sealed class Leftovers : IDisposable
{
    /// <summary>The five that CHEF.md measured.</summary>
    public static readonly IReadOnlyList<string> Five = ["shell", "child", "nohup", "setsid", "bare"];

    private readonly TemporaryDirectory _directory = new();

    /// <param name="chef">What chef-client itself does once the five are there; shell.</param>
    public Leftovers(string chef)
    {
        File.WriteAllText(_directory["command"], """
            trap '' INT TERM
            d=$1
            note() { echo "$2" >"$d/$1.new" && mv "$d/$1.new" "$d/$1"; }
            sleep 300 & note child $!
            nohup sleep 300 >/dev/null 2>&1 & note nohup $!
            (setsid sh -c 'echo $$ >"$0/setsid.new"; mv "$0/setsid.new" "$0/setsid"; exec sleep 300' "$d" &)
            (env -i PATH="$PATH" setsid sh -c 'echo $$ >"$0/bare.new"; mv "$0/bare.new" "$0/bare"; exec sleep 300' "$d" &)
            note shell $$
            wait
            """.ReplaceLineEndings("\n"));
        File.WriteAllText(Path, $"""
            #!/bin/sh
            [ "$1" = --version ] && exit 0
            d='{_directory.FullName}'
            setsid sh "$d/command" "$d" &
            until [ -e "$d/shell" ] && [ -e "$d/setsid" ] && [ -e "$d/bare" ]; do sleep 0.05; done
            echo $$ >"$d/chef.new"; mv "$d/chef.new" "$d/chef"
            {chef}
            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The executable.</summary>
    public string Path => _directory["chef-client"];

    /// <summary>Files of the script's own.</summary>
    public string Directory => _directory.FullName;

    /// <summary>All five are there, and chef-client goes on.</summary>
    public Task AreThere() => Eventually.BecomesTrue(() => File.Exists(_directory["chef"]), "the five leftovers", TimeSpan.FromSeconds(60));

    /// <summary>Those of the five that live, in their order.</summary>
    public IReadOnlyList<string> Living => [.. Five.Where(name => IsAlive(Pid(name)))];

    public int Pid(string name) => int.Parse(File.ReadAllText(_directory[name]), CultureInfo.InvariantCulture);

    /// <summary>A process that is there and no zombie: whose orphans process 1 reaps is not ours to say.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var name in Five.Where(name => File.Exists(_directory[name]) && IsAlive(Pid(name)))) Signals.Send(Pid(name), UnixSignal.Kill);
        _directory.Dispose();
    }
}

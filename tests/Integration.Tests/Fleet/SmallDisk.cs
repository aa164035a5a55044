using System.Globalization;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>
/// A tmpfs of a few hundred KiB over a directory, in a mount namespace that a process of its own holds: programs enter it by <see cref="Prefix"/>, the test
/// looks in through <c>/proc</c>. Without root it is a user namespace's; where neither is allowed, <see cref="Obstacle"/> says so.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int PageBytes = 4096;
    private static readonly bool IsRoot = Environment.UserName == "root";
    private readonly TestProcess _holder;
    private readonly string _path;

    private SmallDisk(TestProcess holder, string path) => (_holder, _path) = (holder, path);

    /// <summary>Why there can be none here; null: there can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>What stands before a program that is to see it: with these words its process id stays its own.</summary>
    public IReadOnlyList<string> Prefix => ["nsenter", "-t", Id, .. IsRoot ? [] : new[] { "-U", "--preserve-credentials" }, "-m", "--wdns=/"];

    private string Id => _holder.Id.ToString(CultureInfo.InvariantCulture);

    private string Ballast => this["ballast"];

    /// <summary>The path of a file of it, as the test sees it.</summary>
    public string this[string file] => $"/proc/{Id}/root{_path}/{file}";

    /// <summary>Mounts one over the directory.</summary>
    public static async Task<SmallDisk> MountAsync(string path, int kib)
    {
        Directory.CreateDirectory(path);
        var holder = TestProcess.Start("unshare", [.. Unshare, "sh", "-c", $"mount -t tmpfs -o size={kib}k,mode=0700 none \"$0\" && echo mounted && exec sleep infinity", path]);
        await holder.WaitForLine(line => line == "mounted", "the mount");
        return new SmallDisk(holder, path);
    }

    /// <summary>Takes all room but for so many pages of 4 KiB.</summary>
    public void Fill(int pagesLeft = 0)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[PageBytes];
        try
        {
            while (true) ballast.Write(page);
        }
        catch (IOException)
        {
            // Full. What was written of the last page counts as one.
            ballast.SetLength((ballast.Length / PageBytes * PageBytes) - (pagesLeft * PageBytes));
        }
    }

    /// <summary>Room again.</summary>
    public void Free() => File.Delete(Ballast);

    /// <summary>Runs a program inside.</summary>
    public async Task Run(params string[] command)
    {
        string[] all = [.. Prefix, .. command];
        await using var process = TestProcess.Start(all[0], all[1..]);
        Assert.True(await process.WaitForExit() == 0, process.Tail());
    }

    public async ValueTask DisposeAsync() => await _holder.DisposeAsync();

    private static string[] Unshare => IsRoot ? ["-m", "--propagation", "private"] : ["-r", "-m", "--propagation", "private"];

    private static string? FindObstacle()
    {
        try
        {
            var info = new System.Diagnostics.ProcessStartInfo("unshare", [.. Unshare, "mount", "-t", "tmpfs", "-o", "size=64k", "none", Path.GetTempPath()]) { RedirectStandardError = true, UseShellExecute = false };
            using var probe = System.Diagnostics.Process.Start(info)!;
            var said = probe.StandardError.ReadToEnd().Trim();
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : $"no small file system can be mounted here: {said}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"no small file system can be mounted here: unshare (util-linux): {e.Message}";
        }
    }
}

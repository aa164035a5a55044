namespace ChefActors.NodeHost.Checking;

/// <summary>Whether ZooKeeper can be used. Pure.</summary>
internal static class ZooKeeperJudgement
{
    private const string Subject = "zookeeper";

    private static readonly Version _oldest = new(3, 5);

    /// <summary>Judges.</summary>
    /// <param name="servers">Every server of the connection string.</param>
    /// <param name="session">The server that gave a session, and its time-out; null: none did.</param>
    /// <param name="asked">The time-out that was asked for.</param>
    /// <param name="chroot">The chroot, empty when there is none.</param>
    /// <param name="isChrootThere">It is there.</param>
    /// <param name="error">Why there is no session.</param>
    internal static CheckLine Of(IReadOnlyList<ServerFinding> servers, (string Server, TimeSpan Granted)? session, TimeSpan asked, string chroot, bool isChrootThere, string? error)
    {
        if (session is not var (server, granted))
        {
            return CheckLine.Fails(
                Subject, $"no session with {string.Join(", ", servers.Select(one => one.Error is null ? one.Address : $"{one.Address} ({one.Error})"))}{(error is null ? "" : $": {error}")}",
                "Check --zookeeper, the network, and that the servers run");
        }

        var ours = servers.FirstOrDefault(one => one.Address == server);
        var found = $"session of {granted.TotalSeconds:0.#} s with {server} ({(ours?.Version is { } known ? "version " + known : "version not told")}{(ours?.Mode is { } mode ? ", " + mode : "")})";
        if (chroot.Length > 0 && !isChrootThere) return CheckLine.Fails(Subject, $"{found}, but its chroot {chroot} is not there", $"Create {chroot} once with any client, or check the end of --zookeeper");
        if (Version.TryParse(ours?.Version, out var version) && version < _oldest) return CheckLine.Fails(Subject, found, "Use servers from 3.5 on");
        var silent = servers.Where(one => one.Error is not null).ToList();
        if (silent.Count > 0)
            return CheckLine.Warning(Subject, $"{found}; not answering: {string.Join(", ", silent.Select(one => $"{one.Address} ({one.Error})"))}", "See to them: with one more gone this node may be cut off");
        if (granted != asked) return CheckLine.Warning(Subject, $"{found}; asked for {asked.TotalSeconds:0.#} s", "The server's tickTime and min/maxSessionTimeout bound it; set zookeeper.session_timeout to what it gives");
        return CheckLine.Ok(Subject, found);
    }
}

using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost;

/// <summary>Which machine and which boot this is.</summary>
/// <param name="MachineId">machine-id(5); where there is none, an id kept in the state directory.</param>
/// <param name="BootId">The kernel's random id of this boot.</param>
internal sealed record MachineIdentity(string MachineId, string BootId)
{
    /// <summary>Reads it.</summary>
    internal static MachineIdentity Read(string stateDirectory)
    {
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        foreach (var path in new[] { "/etc/machine-id", "/var/lib/dbus/machine-id" })
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } id) return new MachineIdentity(id, boot);
        }

        Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var own = Path.Combine(stateDirectory, "machine-id");
        if (!File.Exists(own)) DurableFile.Replace(own, System.Text.Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")));
        return new MachineIdentity(File.ReadAllText(own).Trim(), boot);
    }
}

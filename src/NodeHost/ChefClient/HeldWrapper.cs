namespace ChefActors.NodeHost.ChefClient;

/// <summary>A wrapper that waits for its lines, or for <c>go</c>.</summary>
/// <param name="Process">It.</param>
/// <param name="Identity">What names it.</param>
/// <param name="Directory">What its run's directory will be, with all that can be made beforehand.</param>
internal sealed record HeldWrapper(WrapperProcess Process, ProcessIdentity Identity, RunDirectory Directory)
{
    /// <summary>Nobody ended it or took its directory meanwhile.</summary>
    internal bool IsFit => !Process.Exited.IsCompleted && ProcessIdentity.Read(Identity.Pid) == Identity && System.IO.Directory.Exists(Directory.Path);
}

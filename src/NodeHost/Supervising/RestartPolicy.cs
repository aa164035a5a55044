namespace ChefActors.NodeHost.Supervising;

/// <summary>How something that crashes is begun again: after a pause that doubles, forgotten after a while without a crash.</summary>
/// <param name="FirstPause">Before the first new beginning.</param>
/// <param name="LongestPause">No pause is longer.</param>
/// <param name="ForgetAfter">A crash that comes so long after the one before counts as the first.</param>
/// <param name="GiveUpAfter">This many crashes in a row are the end; null: it is begun again for ever.</param>
internal sealed record RestartPolicy(TimeSpan FirstPause, TimeSpan LongestPause, TimeSpan ForgetAfter, int? GiveUpAfter)
{
    private const int DoublingsAtMost = 30;

    /// <summary>
    /// The pause after so many crashes in a row, from 1: between three quarters of the doubled pause and all of it, so that node hosts that
    /// crashed together do not come back together.
    /// </summary>
    internal TimeSpan Pause(int crashes, int seed)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(crashes - 1, DoublingsAtMost));
        var ceiling = doubled < LongestPause ? doubled : LongestPause;
        return ceiling * (0.75 + (0.25 * new Random(unchecked((seed * 397) ^ crashes)).NextDouble()));
    }
}

namespace ChefActors.Controller.Auditing;

/// <summary>A line as it was read.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Number">The line in it, from 1.</param>
/// <param name="Record">What it says; null: it is no record.</param>
/// <param name="Fault">Why it does not follow the line before; null: it does.</param>
internal sealed record AuditLine(string File, int Number, AuditRecord? Record, string? Fault);

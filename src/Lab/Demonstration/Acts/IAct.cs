namespace Holdfast.Lab.Demonstration.Acts;

/// <summary>An act with an account of its own.</summary>
internal interface IAct
{
    /// <summary>Opens the account; afterwards it gets a past of 20 days, so that all it has is aged.</summary>
    public Task PrepareAsync(Stage stage);

    public Task<ActResult> PlayAsync(Stage stage, Timeline timeline);
}
